package io.obs4j.consumer.servlet;

import io.obs4j.Obs;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.export.prometheus.PrometheusEndpoint;
import io.obs4j.export.prometheus.PrometheusHandler;
import io.obs4j.jdbc.JdbcTelemetry;
import io.obs4j.servlet.HealthServlet;
import io.obs4j.servlet.MetricsServlet;
import io.obs4j.servlet.ObsFilter;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.h2.jdbcx.JdbcDataSource;

/** Serves an order out of a database, and looks at what was recorded of it. */
final class Main {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Main() {}

  public static void main(String[] args) throws Exception {
    InMemoryExporter exporter = InMemoryExporter.create();
    PrometheusHandler metrics = PrometheusEndpoint.builder().handler();
    Tomcat tomcat = new Tomcat();
    try (Obs obs =
        Obs.builder().service("orders", "1.4.2").export(metrics).export(exporter).start()) {
      JdbcDataSource h2 = new JdbcDataSource();
      h2.setURL("jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1");
      DataSource orders = JdbcTelemetry.of(obs).wrap(h2);

      Path directory = Files.createTempDirectory("consumer");
      tomcat.setBaseDir(directory.toString());
      Connector connector = new Connector();
      connector.setPort(0);
      connector.setProperty("address", "127.0.0.1");
      tomcat.setConnector(connector);
      Context context = tomcat.addContext("", directory.toString());
      context.addServletContainerInitializer(
          (handled, servletContext) -> deploy(servletContext, obs, metrics, orders), null);
      tomcat.start();
      int port = connector.getLocalPort();

      check("17", get(port, "/orders/17"));
      check("{\"ready\":true", get(port, "/-/ready"));
      check("http_route=\"/orders/*\"", get(port, "/metrics"));
      check("db_query_summary=\"SELECT\"", get(port, "/metrics"));
      List<String> names =
          exporter.awaitSpans(5, Duration.ofSeconds(30)).stream().map(SpanRecord::name).toList();
      check("SELECT, GET /orders/*", names.toString());
      System.out.println("consumer: a servlet and its database were observed: " + names);
      System.exit(0);
    }
  }

  private static void deploy(
      ServletContext servletContext, Obs obs, PrometheusHandler metrics, DataSource orders) {
    ObsFilter.of(obs).addTo(servletContext);
    servletContext.addServlet("metrics", new MetricsServlet(metrics)).addMapping("/metrics");
    servletContext.addServlet("ready", HealthServlet.ready(obs.health())).addMapping("/-/ready");
    servletContext.addServlet("orders", new OrderServlet(orders)).addMapping("/orders/*");
  }

  private static String get(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static void check(String expected, String seen) {
    if (!seen.contains(expected)) {
      throw new AssertionError("expected " + expected + " in " + seen);
    }
  }
}
