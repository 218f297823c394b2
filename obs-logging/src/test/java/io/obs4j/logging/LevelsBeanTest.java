package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.Resource;
import io.obs4j.logging.format.LogLevel;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.Test;

class LevelsBeanTest {

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Diagnostics diagnostics = Diagnostics.create();

  private LoggingBuilder builder(String service) {
    return Logging.builder()
        .diagnostics(diagnostics)
        .sink(new KeptLines())
        .resource(Resource.builder().service(service, "").build());
  }

  private static ObjectName name(String service) throws Exception {
    return new ObjectName("io.obs4j:type=LogLevels,service=" + ObjectName.quote(service));
  }

  @Test
  void bean_readsAndChangesLevels_andGoesWithItsLogging() throws Exception {
    String service = "orders, \"the\" service";
    try (Logging logging = builder(service).jmx(true).build()) {
      LogLevelsMXBean bean = JMX.newMXBeanProxy(server, name(service), LogLevelsMXBean.class);
      LogGate gate = logging.gate("io.acme.Orders");

      bean.change("io.acme", "debug");
      assertThat(gate.isOpen(LogLevel.DEBUG)).isTrue();
      assertThat(bean.level("io.acme.Orders")).isEqualTo("DEBUG");
      bean.changeFor("io.acme", "OFF", 3_600);
      assertThat(gate.isOpen(LogLevel.FATAL)).isFalse();
      assertThat(bean.getLevels()).isEqualTo(Map.of("ROOT", "INFO", "io.acme", "OFF"));
      bean.reset("io.acme");
      assertThat(bean.level("io.acme.Orders")).isEqualTo("INFO");
      assertThatThrownBy(() -> bean.change("io.acme", "loud"))
          .isInstanceOfAny(RuntimeMBeanException.class, IllegalArgumentException.class)
          .hasMessageContaining("loud");
    }

    assertThat(server.isRegistered(name(service))).isFalse();
  }

  @Test
  void bean_unlessAskedFor_isNotThere() throws Exception {
    try (Logging logging = builder("quiet").build()) {
      assertThat(logging.levels()).isNotNull();
      assertThat(server.isRegistered(name("quiet"))).isFalse();
    }
  }

  @Test
  void bean_ofTheEnvironment_isThere() throws Exception {
    Environment environment = Environment.of(Map.of("OBS_LOG_JMX", "true"), diagnostics);
    try (Logging logging = builder("asked").environment(environment).build()) {
      assertThat(logging.levels()).isNotNull();
      assertThat(server.isRegistered(name("asked"))).isTrue();
    }
  }

  @Test
  void bean_whenLoggersWereThereFirst_isThatOfWhoComesLater() throws Exception {
    Environment environment =
        Environment.of(
            Map.of("OBS_LOG_JMX", "true", "OTEL_SERVICE_NAME", "late"), Diagnostics.create());
    try (Logging before = GlobalLogging.of(environment, Diagnostics.create());
        Logging logging = builder("late").environment(environment).build()) {
      LogLevelsMXBean bean = JMX.newMXBeanProxy(server, name("late"), LogLevelsMXBean.class);
      bean.change("io.acme", "debug");

      assertThat(logging.gate("io.acme.Orders").isOpen(LogLevel.DEBUG)).isTrue();
      assertThat(before.gate("io.acme.Orders").isOpen(LogLevel.DEBUG)).isFalse();
      assertThat(diagnostics.faultCount(LevelsBean.FAULT)).isZero();
    }
  }

  @Test
  void bean_ofTheSameName_isAFaultAndTheFirstStays() throws Exception {
    try (Logging first = builder("twice").jmx(true).build()) {
      try (Logging second = builder("twice").jmx(true).build()) {
        assertThat(second.levels()).isNotSameAs(first.levels());
        assertThat(diagnostics.faultCount(LevelsBean.FAULT)).isEqualTo(1);
      }
      assertThat(server.isRegistered(name("twice"))).isTrue();
    }
  }
}
