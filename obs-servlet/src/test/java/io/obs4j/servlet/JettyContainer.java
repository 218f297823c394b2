package io.obs4j.servlet;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A real Jetty. */
final class JettyContainer implements TestContainer {

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  JettyContainer(Path directory, ServletContainerInitializer application) {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler(APPLICATION);
    context.setBaseResourceAsPath(directory);
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.addErrorPage(Shop.TEAPOT, Shop.ERROR_PAGE);
    context.setErrorHandler(errors);
    context.addServletContainerInitializer(application);
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
