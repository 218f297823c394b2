package io.obs4j.servlet;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** A real Tomcat. */
final class TomcatContainer implements TestContainer {

  /** Held, because the JDK holds loggers weakly. */
  private static final Logger LOG = Logger.getLogger("org.apache");

  private final Tomcat tomcat = new Tomcat();

  TomcatContainer(Path directory, ServletContainerInitializer application) {
    LOG.setLevel(Level.OFF); // Each planted exception would be told.
    tomcat.setBaseDir(directory.toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext(APPLICATION, directory.toString());
    Tomcat.addServlet(context, "default", new DefaultServlet());
    context.addServletMappingDecoded("/", "default");
    ErrorPage page = new ErrorPage();
    page.setErrorCode(Shop.TEAPOT);
    page.setLocation(Shop.ERROR_PAGE);
    context.addErrorPage(page);
    context.addServletContainerInitializer(application, null);
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
