package io.obs4j.servlet;

import io.obs4j.Obs;
import io.obs4j.context.ScopeLeakDetector;
import io.obs4j.health.HealthCheck;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.time.Duration;

/** What a WAR has of its own: it uses the {@link Obs} that its parameters have started. */
public final class DeployedShop implements ServletContextListener {

  /** For the container. */
  public DeployedShop() {}

  @Override
  public void contextInitialized(ServletContextEvent event) {
    Obs obs = (Obs) event.getServletContext().getAttribute(ObsFilter.OBS);
    if (!obs.installGlobal()) {
      throw new IllegalStateException("another Obs of this class loader is installed");
    }
    if (!ScopeLeakDetector.install(obs.diagnostics()).isActive()) {
      throw new IllegalStateException("no scopes are watched");
    }
    obs.health().add(HealthCheck.of("shop", Duration.ofSeconds(1), () -> true));
    obs.metrics().counter("deployments").create().increment();
    if (event.getServletContext().getInitParameter("leak") != null) {
      new Thread(DeployedShop::stay, "leak").start();
    }
  }

  private static void stay() {
    try {
      Thread.sleep(Duration.ofMinutes(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
