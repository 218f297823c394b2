package io.obs4j.consumer;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricSource;

final class Main {
  private Main() {}

  public static void main(String[] args) {
    MetricSource source = Diagnostics.create();
    System.out.println(source);
  }
}
