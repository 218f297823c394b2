package io.obs4j.servlet;

import io.obs4j.Obs;
import io.obs4j.ObsBuilder;
import io.obs4j.export.prometheus.PrometheusEndpoint;
import io.obs4j.export.prometheus.PrometheusHandler;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Observes an application that asks for it by the parameters of its servlet context, without code:
 *
 * <ul>
 *   <li>{@value #START}: {@code true} starts an {@link Obs} with what the environment says, the
 *       {@code OTEL_*} variables, and closes it with the application; it is the attribute {@value
 *       ObsFilter#OBS} of the context.
 *   <li>{@value #METRICS}: a path, such as {@code /metrics}, on which it then answers Prometheus.
 *   <li>{@value #HEALTH}: a path, such as {@code /-}, below which {@code ready} and {@code live}
 *       answer probes.
 *   <li>{@code io.obs4j.accessLog}, and the other settings of {@link ObsFilter} likewise.
 * </ul>
 *
 * <p>An application whose context has that attribute already, put there by whoever embeds the
 * container, is observed by that {@link Obs}, which stays open. Without either nothing happens.
 */
public final class ObsInitializer implements ServletContainerInitializer {

  /** The parameter that starts an {@link Obs}: {@value}. */
  public static final String START = "io.obs4j.start";

  /** The parameter with the path of the metrics: {@value}. */
  public static final String METRICS = "io.obs4j.metrics";

  /** The parameter with the path above those for probes: {@value}. */
  public static final String HEALTH = "io.obs4j.health";

  private static final String PREFIX = "io.obs4j.";

  /** For containers. */
  public ObsInitializer() {}

  @Override
  public void onStartup(@Nullable Set<Class<?>> handled, ServletContext context) {
    Settings settings = new Settings(name -> context.getInitParameter(PREFIX + name));
    if (context.getAttribute(ObsFilter.OBS) instanceof Obs obs) {
      observe(context, obs, settings);
    } else if ("true".equals(settings.text("start"))) {
      observe(context, start(context, settings), settings);
    }
  }

  private static Obs start(ServletContext context, Settings settings) {
    ObsBuilder builder = Obs.builder().exportFromEnvironment();
    String path = settings.text("metrics");
    if (path != null) {
      PrometheusHandler metrics = PrometheusEndpoint.builder().handler();
      builder.export(metrics);
      mount(context, path, new MetricsServlet(metrics));
    }
    Obs obs = builder.start();
    context.setAttribute(ObsFilter.OBS, obs);
    context.addListener(new Closing(obs));
    return obs;
  }

  private static void observe(ServletContext context, Obs obs, Settings settings) {
    ObsFilter.of(settings.telemetry(obs), settings.routes()).addTo(context);
    String path = settings.text("health");
    if (path != null) {
      mount(context, path + "/ready", HealthServlet.ready(obs.health()));
      mount(context, path + "/live", HealthServlet.live(obs.health()));
    }
  }

  private static void mount(ServletContext context, String path, Servlet servlet) {
    ServletRegistration.Dynamic registration = context.addServlet("io.obs4j " + path, servlet);
    if (registration == null || !registration.addMapping(path).isEmpty()) {
      context.log("The path " + path + " is taken: give obs4j another one.");
    }
  }

  /**
   * No record: containers hash their listeners, and the JDK 17 that makes the hash of a record
   * remembers the class of its last component, and so the application, for ever.
   */
  private static final class Closing implements ServletContextListener {

    private final Obs obs;

    Closing(Obs obs) {
      this.obs = obs;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
      obs.close();
    }
  }
}
