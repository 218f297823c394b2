package io.obs4j.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.Signal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The receiver of the demo takes in OTLP, and nothing else. */
class OtlpReceiverTest {

  private static final String PROTOBUF = "application/x-protobuf";

  private final HttpClient client = HttpClient.newHttpClient();
  private OtlpReceiver receiver;

  @BeforeEach
  void open() throws IOException {
    receiver = OtlpReceiver.start(0);
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private static byte[] spans(int count) {
    ScopeSpans.Builder spans = ScopeSpans.newBuilder();
    for (int i = 0; i < count; i++) {
      spans.addSpans(Span.newBuilder().setName("s" + i));
    }
    KeyValue name =
        KeyValue.newBuilder()
            .setKey("service.name")
            .setValue(AnyValue.newBuilder().setStringValue("till"))
            .build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(name))
                .addScopeSpans(spans))
        .build()
        .toByteArray();
  }

  private int post(byte[] body, String type, String encoding) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(receiver.endpoint() + "/v1/traces"))
            .header("Content-Type", type)
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static byte[] zip(byte[] plain) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(plain);
    }
    return zipped.toByteArray();
  }

  @Test
  void spans_plainAndZipped_areCountedByService() throws Exception {
    assertThat(post(spans(2), PROTOBUF, "identity")).isEqualTo(200);
    assertThat(post(zip(spans(3)), PROTOBUF, "gzip")).isEqualTo(200);
    assertThat(receiver.arrivals().of("till", Signal.TRACES)).isEqualTo(5);
    assertThat(receiver.arrivals().of("till", Signal.LOGS)).isZero();
    assertThat(receiver.arrivals().table())
        .containsPattern("(?m)^  till +0 +5 +0$")
        .containsPattern("(?m)^  requests +0 +2 +0$");
  }

  @Test
  void malformed_isRefusedAndNotCounted() throws Exception {
    assertThat(post(new byte[] {10, 99}, PROTOBUF, "identity")).isEqualTo(400);
    assertThat(post(spans(1), PROTOBUF, "gzip")).isEqualTo(400);
    assertThat(post(new byte[] {'{', '}'}, "application/json", "identity")).isEqualTo(415);
    assertThat(receiver.arrivals().table()).containsPattern("(?m)^  requests +0 +0 +0$");
  }

  @Test
  void wrongMethod_is405() throws Exception {
    HttpRequest get = HttpRequest.newBuilder(URI.create(receiver.endpoint() + "/v1/logs")).build();
    assertThat(client.send(get, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
  }

  @Test
  void start_portIsTaken_saysWhatToDo() {
    int port = URI.create(receiver.endpoint()).getPort();
    assertThatThrownBy(() -> OtlpReceiver.start(port))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Port " + port + " is taken")
        .hasMessageContaining("--port");
  }
}
