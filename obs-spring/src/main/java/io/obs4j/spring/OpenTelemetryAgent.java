package io.obs4j.spring;

import org.springframework.util.ClassUtils;

/**
 * The OpenTelemetry agent, which makes spans of the same requests and calls as we do. Asked for
 * where it matters, never by a condition of a bean: an application that is processed ahead of time
 * has its conditions decided in another JVM than the one in which it runs.
 */
final class OpenTelemetryAgent {

  /** What the agent's file adds to the class path of the JVM. */
  private static final String TYPE = "io.opentelemetry.javaagent.OpenTelemetryAgent";

  private OpenTelemetryAgent() {}

  static boolean isPresent() {
    return ClassUtils.isPresent(TYPE, ClassLoader.getSystemClassLoader());
  }
}
