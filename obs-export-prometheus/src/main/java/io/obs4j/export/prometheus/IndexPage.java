package io.obs4j.export.prometheus;

import io.obs4j.core.Resource;
import java.io.IOException;
import java.util.Objects;

/** The page at the root, for a person who looks what listens here. */
final class IndexPage {

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>%1$s</title>
      </head>
      <body>
      <h1>%1$s</h1>
      <ul>
      <li><a href=".%2$s">Metrics</a>, for Prometheus to scrape</li>
      <li><a href=".%3$s">Health</a>, and whether the service is <a href=".%4$s">ready</a> and <a
      href=".%5$s">live</a></li>
      </ul>
      </body>
      </html>
      """;

  private final Resource resource;
  private final String metricsPath;

  IndexPage(Resource resource, String metricsPath) {
    this.resource = resource;
    this.metricsPath = metricsPath;
  }

  void answer(PageExchange exchange) throws IOException {
    String service = resource.attributes().get(Resource.SERVICE_NAME);
    String title = escape(Objects.requireNonNullElse(service, "unknown_service"));
    Replies.html(
        exchange,
        PAGE.formatted(
            title, metricsPath, Routes.HEALTH_PATH, Routes.READY_PATH, Routes.LIVE_PATH));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
