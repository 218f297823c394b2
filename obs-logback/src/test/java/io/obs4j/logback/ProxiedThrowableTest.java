package io.obs4j.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.LoggingEventVO;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyVO;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obs4j.logging.format.RemoteThrowable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxiedThrowableTest {

  private final Exception thrown = thrown();

  private static Exception thrown() {
    Exception thrown = new IllegalStateException("outer", new IOException("inner"));
    thrown.addSuppressed(new ArithmeticException());
    return thrown;
  }

  @Test
  void localProxy_yieldsWhatWasThrown() {
    assertThat(ProxiedThrowable.of(new ThrowableProxy(thrown))).isSameAs(thrown);
    assertThat(ProxiedThrowable.of(null)).isNull();
  }

  @Test
  void remoteProxy_yieldsAStandIn() {
    Throwable remote = ProxiedThrowable.of(ThrowableProxyVO.build(new ThrowableProxy(thrown)));

    assertThat(remote).isInstanceOf(RemoteThrowable.class).hasToString(thrown.toString());
    assertThat(remote.getStackTrace()).isEqualTo(thrown.getStackTrace());
    assertThat(remote.getCause()).hasToString("java.io.IOException: inner");
    assertThat(remote.getSuppressed()[0]).hasToString("java.lang.ArithmeticException");
  }

  @Test
  void cycleOfProxies_ends() {
    Exception one = new Exception("one");
    Exception two = new Exception("two", one);
    one.initCause(two);
    IThrowableProxy proxy = ThrowableProxyVO.build(new ThrowableProxy(one));

    assertThat(ProxiedThrowable.of(proxy)).hasRootCauseMessage("one");
  }

  @Test
  void remoteEvent_isWrittenLikeTheLocalOne(@TempDir Path directory) throws IOException {
    try (Hosted hosted = Hosted.writing(directory.resolve("lines"))) {
      LoggingEvent local =
          new LoggingEvent(
              "",
              hosted.logger("a"),
              ch.qos.logback.classic.Level.ERROR,
              "failed {}",
              thrown,
              new Object[] {1});
      ObsEncoder encoder = new ObsEncoder();
      encoder.setContext(hosted.context);
      encoder.setFormat("otel");
      encoder.setStackHash(true);
      encoder.start();
      byte[] here = encoder.encode(local);
      byte[] there = encoder.encode(LoggingEventVO.build(local));

      JsonNode expected = new ObjectMapper().readTree(here);
      assertThat(expected.at("/Attributes/exception.type").asText())
          .isEqualTo("java.lang.IllegalStateException");
      assertThat(new ObjectMapper().readTree(there)).isEqualTo(expected);
    }
  }
}
