package io.obs4j.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.Waiting;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A WAR that is deployed by its parameters alone, again and again, leaves nothing behind. */
@Timeout(240)
class TomcatRedeploymentTest {

  private static final int DEPLOYMENTS = 20;
  private static final Logger LOG = Logger.getLogger("org.apache");

  private static final String WEB_XML =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0" metadata-complete="true">
        <context-param>
          <param-name>io.obs4j.start</param-name><param-value>true</param-value>
        </context-param>
        <context-param>
          <param-name>io.obs4j.metrics</param-name><param-value>/metrics</param-value>
        </context-param>
        <context-param>
          <param-name>io.obs4j.health</param-name><param-value>/-</param-value>
        </context-param>
        <context-param>
          <param-name>io.obs4j.accessLog</param-name><param-value>true</param-value>
        </context-param>
        <listener><listener-class>io.obs4j.servlet.DeployedShop</listener-class></listener>
      </web-app>
      """;

  private static final Tomcat TOMCAT = new Tomcat();
  private static Path war;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException, LifecycleException {
    LOG.setLevel(Level.SEVERE);
    war = ExplodedWar.in(directory.resolve("war"), WEB_XML);
    TOMCAT.setBaseDir(directory.resolve("base").toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    TOMCAT.setConnector(connector);
    TOMCAT.getHost().setAutoDeploy(false);
    TOMCAT.start();
  }

  @AfterAll
  static void stop() throws LifecycleException {
    TOMCAT.stop();
    TOMCAT.destroy();
  }

  private static StandardContext deploy(String leak) {
    ContextConfig config = new ContextConfig();
    config.setDefaultWebXml("org/apache/catalina/startup/NO_DEFAULT_XML");
    StandardJarScanner scanner = new StandardJarScanner();
    scanner.setScanClassPath(false);
    StandardContext context = new StandardContext();
    context.setPath("/war");
    context.setDocBase(war.toString());
    context.setJarScanner(scanner);
    context.addLifecycleListener(config);
    if (leak != null) {
      context.addParameter("leak", leak);
    }
    TOMCAT.getHost().addChild(context);
    return context;
  }

  private static void undeploy(StandardContext context) throws LifecycleException {
    TOMCAT.getHost().removeChild(context);
    context.destroy();
  }

  private static String get(String path) throws IOException {
    int port = TOMCAT.getConnector().getLocalPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static WeakReference<ClassLoader> deployOnce(String leak)
      throws IOException, LifecycleException {
    StandardContext context = deploy(leak);
    Waiting.until("a health check", () -> quietly("/war/-/ready").contains("{\"ready\":true"));
    assertThat(get("/war/metrics"))
        .contains("deployments_total", "health_check_up{")
        .contains("http_route=\"/war/-/ready\"");
    ClassLoader loader = context.getLoader().getClassLoader();
    assertThat(loader).isNotSameAs(TomcatRedeploymentTest.class.getClassLoader());
    undeploy(context);
    return new WeakReference<>(loader);
  }

  private static String quietly(String path) {
    try {
      return get(path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> threadsOf(ClassLoader loader) {
    List<String> names = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("obs-") || thread.getContextClassLoader() == loader) {
        names.add(thread.getName());
      }
    }
    return names;
  }

  private static boolean isGone(WeakReference<ClassLoader> loader) {
    System.gc();
    return loader.get() == null;
  }

  @Test
  void redeployments_leaveNoThreadAndNoClassLoader() throws Exception {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < DEPLOYMENTS; i++) {
      loaders.add(deployOnce(null));
    }

    for (WeakReference<ClassLoader> loader : loaders) {
      Waiting.until("a class loader to go", () -> isGone(loader));
    }
    Waiting.until(
        "threads to end", () -> threadsOf(null).stream().noneMatch(n -> n.startsWith("obs-")));
  }

  @Test
  void leak_ofAThread_isFound() throws Exception {
    WeakReference<ClassLoader> loader = deployOnce("thread");

    assertThat(isGone(loader)).isFalse();
    assertThat(threadsOf(loader.get())).contains("leak");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("leak")) {
        thread.interrupt();
      }
    }
  }
}
