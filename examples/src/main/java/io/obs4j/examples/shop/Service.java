package io.obs4j.examples.shop;

import java.util.Locale;

/** The services of the shop, and where each listens unless told otherwise. */
enum Service {
  GATEWAY("/api/order", 8080, 9464),
  INVENTORY("/inventory/check", 8081, 9465),
  PAYMENT("/payment/process", 8082, 9466),
  SHIPPING("/shipping/arrange", 8083, 9467);

  final String path;
  final int port;
  final int metricsPort;

  Service(String path, int port, int metricsPort) {
    this.path = path;
    this.port = port;
    this.metricsPort = metricsPort;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
