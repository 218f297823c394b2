package io.obs4j.servlet;

import io.obs4j.Obs;
import io.obs4j.core.ServerRequest;
import io.obs4j.http.HttpServerTelemetry;
import io.opentelemetry.context.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Observes the requests of a servlet container: a span for each, metrics by OpenTelemetry's
 * semantic conventions, and a line of the access log where it is asked for.
 *
 * <pre>{@code
 * ObsFilter.of(obs).addTo(servletContext);
 * }</pre>
 *
 * <p>However often a request passes, asynchronously dispatched, forwarded, included or sent to an
 * error page, it has one span and is measured once. It ends when the servlet has returned; one that
 * was handled asynchronously ends when it is complete. The route is what {@link ServerRequest}, a
 * framework or the servlet's mapping tells, in this order; never the path.
 *
 * <p>A container may make the filter itself, as {@code web.xml} declares it. It then takes the
 * {@link Obs} that is the attribute {@value #OBS} of the servlet context, and its settings from the
 * init parameters {@code requestHeaders}, {@code responseHeaders}, {@code redact}, {@code
 * routeAttributes} (lists with commas), {@code bodySizes} and {@code accessLog} ({@code true} or
 * {@code false}). Without an {@link Obs} it lets pass what comes.
 *
 * <p>Safe for use by any thread. Throws nothing that the servlet did not.
 */
public final class ObsFilter implements Filter {

  /** The attribute of a servlet context that is its {@link Obs}: {@value}. */
  public static final String OBS = "io.obs4j.Obs";

  /** The attribute of a request that was met before. */
  private static final String SERVED = "io.obs4j.servlet.ServedRequest";

  private @Nullable HttpServerTelemetry telemetry;
  private ServletRoutes routes = new ServletRoutes();

  /** A filter that finds its {@link Obs} once it is initialized; for containers. */
  public ObsFilter() {}

  private ObsFilter(HttpServerTelemetry telemetry, ServletRoutes routes) {
    this.telemetry = telemetry;
    this.routes = routes;
  }

  /**
   * Observes with all defaults.
   *
   * @param obs gets what is recorded
   * @return a new filter
   */
  public static ObsFilter of(Obs obs) {
    return of(HttpServerTelemetry.of(obs));
  }

  /**
   * Observes with settings.
   *
   * @param telemetry observes the requests
   * @param routeAttributes attributes of requests in which a framework leaves its template, such as
   *     {@code /orders/{id}}; that of Spring's MVC is known
   * @return a new filter
   */
  public static ObsFilter of(HttpServerTelemetry telemetry, String... routeAttributes) {
    return of(Objects.requireNonNull(telemetry, "telemetry"), new ServletRoutes(routeAttributes));
  }

  static ObsFilter of(HttpServerTelemetry telemetry, ServletRoutes routes) {
    return new ObsFilter(telemetry, routes);
  }

  /**
   * Adds this to an application that is being started, for all its requests and before the filters
   * that it declares.
   *
   * @param context of the application
   * @return the registration; null if there is one of this name already
   */
  public FilterRegistration.@Nullable Dynamic addTo(ServletContext context) {
    FilterRegistration.Dynamic registration = context.addFilter(ObsFilter.class.getName(), this);
    if (registration != null) {
      registration.setAsyncSupported(true);
      registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }
    return registration;
  }

  /**
   * The request as it is observed, to be told what only its handler knows, on any thread.
   *
   * @param request that a servlet was given
   * @return never null: where no filter observes the request, what is told goes nowhere
   */
  public static ServerRequest request(ServletRequest request) {
    return request.getAttribute(SERVED) instanceof ServedRequest served
        ? served.observed()
        : ServerRequest.current();
  }

  @Override
  public void init(FilterConfig config) {
    if (telemetry != null) {
      return;
    }
    if (config.getServletContext().getAttribute(OBS) instanceof Obs obs) {
      Settings settings = new Settings(config::getInitParameter);
      telemetry = settings.telemetry(obs);
      routes = settings.routes();
    } else {
      config
          .getServletContext()
          .log(
              "Nothing is observed by "
                  + config.getFilterName()
                  + ": the servlet context has no Obs. Set its attribute "
                  + OBS
                  + " in a ServletContextListener, or its parameter "
                  + ObsInitializer.START
                  + " to true.");
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServerTelemetry http = telemetry;
    if (request.getAttribute(SERVED) instanceof ServedRequest served) {
      again(served, request, response, chain);
    } else if (http != null
        && request instanceof HttpServletRequest asked
        && response instanceof HttpServletResponse answered) {
      first(ServedRequest.begin(http, routes, asked, answered), response, chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  @SuppressWarnings("try") // A scope is opened to be closed.
  private static void first(ServedRequest served, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = served.request();
    request.setAttribute(SERVED, served);
    try (Scope current = served.observed().context().makeCurrent()) {
      chain.doFilter(request, served.counted(response));
    } catch (Throwable e) {
      served.fail(e);
      throw e;
    } finally {
      served.returned();
    }
  }

  /** On a thread of its own comes what is dispatched asynchronously, or to an error page. */
  @SuppressWarnings("try") // A scope is opened to be closed.
  private static void again(
      ServedRequest served, ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    DispatcherType type = request.getDispatcherType();
    if (type != DispatcherType.ASYNC && type != DispatcherType.ERROR) {
      chain.doFilter(request, response);
      return;
    }
    try (Scope current = served.observed().context().makeCurrent()) {
      chain.doFilter(request, response);
    } catch (Throwable e) {
      served.fail(e);
      throw e;
    } finally {
      if (type == DispatcherType.ASYNC) {
        served.takeRoute();
      }
    }
  }
}
