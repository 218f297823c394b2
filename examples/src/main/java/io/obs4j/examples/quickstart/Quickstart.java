package io.obs4j.examples.quickstart;

import io.obs4j.Obs;
import io.obs4j.export.prometheus.PrometheusEndpoint;

final class Quickstart {
  public static void main(String[] countries) throws Exception {
    var endpoint = PrometheusEndpoint.onPort(9464);
    try (Obs obs = Obs.builder().service("orders", "1.4.2").export(endpoint).start()) {
      var orders = obs.metrics().counter("orders").help("Orders taken").labels("country");
      var duration = obs.metrics().histogram("order.duration").unit("s").create();
      for (String country : countries) {
        duration.time(() -> country.toUpperCase(java.util.Locale.ROOT)); // the work
        orders.of(country).increment();
      }
      System.in.read(); // curl -s http://localhost:9464/metrics, then press Enter
    }
  }
}
