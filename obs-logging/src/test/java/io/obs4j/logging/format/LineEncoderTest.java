package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Resource;
import io.obs4j.core.internal.ByteSink;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineEncoderTest {

  private final Diagnostics diagnostics = Diagnostics.create();
  private final Resource resource = Resource.builder().service("orders", "1.4.2").build();

  private String line(LineFormat format, LogEvent event) {
    ByteSink out = new ByteSink(16);
    format.encoder(resource, diagnostics).encode(event, out);
    return out.toString();
  }

  @Test
  void ecs_messageWithArguments_hasAllFields() {
    TestEvent event =
        new TestEvent()
            .message("order {} of {}", 17, "ann")
            .context(Map.of("user.id", "u1"))
            .keyValue("amount", 12.5)
            .keyValue("items", java.util.List.of(1, 2));

    assertThat(line(LineFormat.ecs(), event))
        .isEqualTo(
            """
            {"@timestamp":"2026-01-01T00:04:05.123Z","log.level":"INFO",\
            "log.logger":"com.acme.Orders","ecs.version":"1.2.0","service.name":"orders",\
            "service.version":"1.4.2","event.dataset":"orders","process.thread.name":"main","message":"order 17 of ann",\
            "user.id":"u1","amount":12.5,"items":[1,2]}
            """);
  }

  @Test
  void bigDecimal_beyondAllDoubles_isWrittenAsText() {
    TestEvent event =
        new TestEvent()
            .keyValue("huge", new BigDecimal("1E+999999999"))
            .keyValue("negative", new BigDecimal("-1E+400"))
            .keyValue("large", new BigDecimal("1E+300"));

    assertThat(line(LineFormat.ecs(), event))
        .contains("\"huge\":\"1E+999999999\",\"negative\":\"-1E+400\",\"large\":1E+300}");
  }
}
