package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.TestEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatVariableTest {

  private final KeptLines sink = new KeptLines();
  private final Diagnostics diagnostics = Diagnostics.create();

  private Environment environment(String format) {
    return Environment.of(Map.of("OBS_LOG_FORMAT", format), diagnostics);
  }

  private String line(LoggingBuilder builder) {
    try (Logging logging = builder.sink(sink).build()) {
      logging.log(new TestEvent("hello"));
    }
    return sink.lines.get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "ecs,ecs.version",
    "Logstash,level_value",
    "GELF,short_message",
    " gcp ,severity",
    "otel,SeverityNumber",
  })
  void variable_namesTheFormat(String name, String key) {
    assertThat(line(Logging.builder().environment(environment(name)))).contains('"' + key + '"');
    assertThat(diagnostics.faultCount(Environment.FAULT)).isZero();
  }

  @Test
  void variable_withAnUnknownName_isAFaultAndTheDefaultHolds() {
    assertThat(line(Logging.builder().environment(environment("xml")))).contains("ecs.version");
    assertThat(diagnostics.faultCount(Environment.FAULT)).isEqualTo(1);
  }

  @Test
  void variable_withAnUnknownNameWhereThatIsFatal_throws() {
    Environment strict = environment("xml").strict();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LineFormat.fromEnvironment(strict))
        .withMessageContaining("ecs, logstash, gelf, gcp, otel");
  }

  @Test
  void variable_whereTheProgramChose_isNotRead() {
    LoggingBuilder builder = Logging.builder().environment(environment("xml"));

    assertThat(line(builder.format(LineFormat.gelf()))).contains("short_message");
    assertThat(diagnostics.faultCount(Environment.FAULT)).isZero();
  }
}
