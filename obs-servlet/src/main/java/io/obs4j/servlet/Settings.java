package io.obs4j.servlet;

import io.obs4j.Obs;
import io.obs4j.http.HttpServerTelemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings of a filter, as init parameters have them. */
final class Settings {

  private final Function<String, @Nullable String> parameters;

  Settings(Function<String, @Nullable String> parameters) {
    this.parameters = parameters;
  }

  HttpServerTelemetry telemetry(Obs obs) {
    HttpServerTelemetry.Builder telemetry =
        HttpServerTelemetry.builder(obs)
            .requestHeaders(list("requestHeaders"))
            .responseHeaders(list("responseHeaders"))
            .redact(list("redact"))
            .bodySizes(!"false".equals(text("bodySizes")));
    if ("true".equals(text("accessLog"))) {
      telemetry.accessLog(obs.accessLog());
    }
    return telemetry.build();
  }

  ServletRoutes routes() {
    return new ServletRoutes(list("routeAttributes"));
  }

  @Nullable String text(String name) {
    String value = parameters.apply(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private String[] list(String name) {
    List<String> values = new ArrayList<>();
    String text = text(name);
    if (text != null) {
      for (String value : text.split(",", -1)) {
        if (!value.isBlank()) {
          values.add(value.strip());
        }
      }
    }
    return values.toArray(new String[0]);
  }
}
