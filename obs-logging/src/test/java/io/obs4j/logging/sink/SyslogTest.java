package io.obs4j.logging.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.logging.format.LogLevel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyslogTest {

  @ParameterizedTest
  @EnumSource
  void severity_ofEachLevel_isThatOfItsLines(LogLevel level) {
    ByteSink header = new ByteSink(64);
    byte[] line = "{}".getBytes(UTF_8);
    new Syslog(1, "h", "a", "p").write(header, 0, line, 0, line.length, level);

    assertThat(header.toString()).startsWith("<" + (8 + level.syslog()) + ">1 ");
  }
}
