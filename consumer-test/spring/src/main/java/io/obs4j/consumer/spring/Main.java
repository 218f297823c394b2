package io.obs4j.consumer.spring;

import io.obs4j.Obs;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.SLF4JServiceProvider;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Starts a Spring Boot application that has obs4j twice: with the {@code logback.xml} that it had
 * before, and with obs4j's encoder. Looks at what it prints.
 */
public final class Main {

  /** What the application is made of. */
  @Configuration(proxyBeanMethods = false)
  public static class Orders {

    /** Closed with the application. */
    @Bean
    public Obs obs() {
      Obs obs = Obs.builder().service("orders", "1").start();
      obs.installGlobal();
      return obs;
    }
  }

  private static String traceId = "";

  private Main() {}

  /** Prints one line, or throws. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    try {
      check();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    System.out.println(
        "consumer: Spring Boot " + SpringBootVersion.getVersion() + " logs through Logback alone");
  }

  private static void check() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));

    String existing = run(out);
    check(existing.contains("existing WARN paid 17"), "the existing logback.xml", existing);
    check(!existing.contains("told by INFO"), "the level of the existing logback.xml", existing);
    check(!existing.contains("{"), "the layout of the existing logback.xml", existing);

    String lines = run(out, "--logging.config=classpath:logback-spring.xml");
    check(lines.contains("\"message\":\"paid 17\""), "a line of the encoder", lines);
    check(lines.contains("\"service.name\":\"shop\""), "a setting by a property", lines);
    check(lines.contains("\"trace.id\":\"" + traceId + "\""), "the current span", lines);
    check(lines.contains("told by INFO"), "the level of logback-spring.xml", lines);

    long providers = ServiceLoader.load(SLF4JServiceProvider.class).stream().count();
    check(providers == 1, "one provider of SLF4J", "there are " + providers);
    String said = errors.toString(StandardCharsets.UTF_8);
    check(said.isEmpty(), "an empty standard error", said);
  }

  private static String run(ByteArrayOutputStream out, String... args) {
    SpringApplication application = new SpringApplication(Orders.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setBannerMode(Banner.Mode.OFF);
    application.setDefaultProperties(Map.of("spring.application.name", "shop"));
    out.reset();
    try (ConfigurableApplicationContext context = application.run(args)) {
      Span span = context.getBean(Obs.class).tracer("orders").spanBuilder("order").startSpan();
      try (Scope scope = span.makeCurrent()) {
        LoggerFactory.getLogger("io.acme.Orders").warn("paid {}", 17);
        LoggerFactory.getLogger("io.acme.Orders").info("told by INFO");
      } finally {
        span.end();
      }
      traceId = span.getSpanContext().getTraceId();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void check(boolean holds, String what, String seen) {
    if (!holds) {
      throw new AssertionError("expected " + what + ", but: " + seen);
    }
  }
}
