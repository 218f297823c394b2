package io.obs4j.spring;

import org.springframework.util.ClassUtils;

/** The OpenTelemetry agent, which makes spans of the same requests and calls as we do. */
final class OpenTelemetryAgent {

  /** What the agent's file adds to the class path of the JVM. */
  static final String TYPE = "io.opentelemetry.javaagent.OpenTelemetryAgent";

  private OpenTelemetryAgent() {}

  static boolean isPresent() {
    return ClassUtils.isPresent(TYPE, ClassLoader.getSystemClassLoader());
  }
}
