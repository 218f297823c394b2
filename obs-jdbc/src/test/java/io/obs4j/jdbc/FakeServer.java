package io.obs4j.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database whose statements do nothing, and a driver that counts what it is asked. */
final class FakeServer {

  private final String url;

  /** Is thrown where the driver is asked for the URL, if there is one. */
  @Nullable Exception failure;

  /** How often the driver was asked for the URL. */
  int asked;

  FakeServer(String url) {
    this.url = url;
  }

  static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object nothing(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    return type == int.class ? 0 : null;
  }

  /** One that unwraps to itself, as those of drivers do. */
  Connection connect() {
    Statement statement =
        proxy(Statement.class, (proxy, method, arguments) -> nothing(method.getReturnType()));
    return proxy(
        Connection.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "createStatement" -> statement;
              case "getMetaData" -> metaData();
              case "unwrap" -> proxy;
              default -> nothing(method.getReturnType());
            });
  }

  private DatabaseMetaData metaData() throws Exception {
    asked++;
    if (failure != null) {
      throw failure;
    }
    return proxy(DatabaseMetaData.class, (proxy, method, arguments) -> url);
  }

  /** What a pool lends: a new one each time, that unwraps to the connection. */
  static Connection lend(Connection connection) {
    return proxy(
        Connection.class,
        (proxy, method, arguments) ->
            method.getName().equals("unwrap") ? connection : method.invoke(connection, arguments));
  }

  /** A data source that gives whatever connection there is at the moment. */
  static DataSource source(Connection[] current) {
    return proxy(DataSource.class, (proxy, method, arguments) -> current[0]);
  }
}
