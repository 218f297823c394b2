package io.obs4j.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import io.opentelemetry.instrumentation.netty.v4_1.NettyServerTelemetry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A service on Netty with a database, both instrumented: how much there is of an item. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty closes what fails.
final class Stock implements AutoCloseable {

  private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
  private final Connection keepsDatabase;
  private final DataSource items;
  private final Channel listening;

  Stock(OpenTelemetry telemetry) throws SQLException, InterruptedException {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:stock");
    keepsDatabase = database.getConnection();
    try (Statement statement = keepsDatabase.createStatement()) {
      statement.execute("CREATE TABLE item (name VARCHAR PRIMARY KEY, stock INT)");
      statement.execute("INSERT INTO item VALUES ('tea', 7)");
    }
    items = JdbcTelemetry.create(telemetry).wrap(database);
    NettyServerTelemetry server = NettyServerTelemetry.create(telemetry);
    listening =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(server.createCombinedHandler())
                        .addLast(new HttpObjectAggregator(1024))
                        .addLast(new Answers());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort() + path);
  }

  private final class Answers extends SimpleChannelInboundHandler<FullHttpRequest> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      DefaultFullHttpResponse response = answer(request.uri());
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
      response.headers().set(HttpHeaderNames.CONNECTION, "close");
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private DefaultFullHttpResponse answer(String path) {
    try {
      return switch (path) {
        case "/tea" -> response(200, query("SELECT stock FROM item WHERE name = 'tea'"));
        case "/broken" -> response(200, query("SELECT price FROM item"));
        default -> response(404, "no such item");
      };
    } catch (SQLException e) {
      return response(500, "broken");
    }
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = items.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getString(1);
    }
  }

  private static DefaultFullHttpResponse response(int status, String body) {
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1,
        HttpResponseStatus.valueOf(status),
        Unpooled.copiedBuffer(body, UTF_8));
  }

  @Override
  public void close() throws SQLException {
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    keepsDatabase.close();
  }
}
