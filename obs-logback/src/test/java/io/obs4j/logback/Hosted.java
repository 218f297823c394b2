package io.obs4j.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.spi.MDCAdapter;

/** A Logback of its own, configured by a file, whose lines are judged by a strict parser. */
final class Hosted implements AutoCloseable {

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  final LoggerContext context = new LoggerContext();
  private final MDCAdapter diagnostics = new LogbackMDCAdapter();
  private final Path file;

  private Hosted(Path file) {
    this.file = file;
    context.setMDCAdapter(diagnostics);
  }

  /** Configured by the resource of this name; settings are name and value by turns. */
  static Hosted by(String resource, Path file, String... settings) {
    Hosted hosted = new Hosted(file);
    hosted.context.putProperty("lines", file.toString());
    for (int i = 0; i < settings.length; i += 2) {
      hosted.context.putProperty(settings[i], settings[i + 1]);
    }
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(hosted.context);
    try {
      configurator.doConfigure(Hosted.class.getResource(resource));
    } catch (ch.qos.logback.core.joran.spi.JoranException e) {
      throw new AssertionError(e);
    }
    return hosted;
  }

  static Hosted writing(Path file, String... settings) {
    return by("/logback-obs.xml", file, settings);
  }

  Logger logger(String name) {
    return context.getLogger(name);
  }

  MDCAdapter mdc() {
    return diagnostics;
  }

  /** What was told of the configuration, if not all went well. */
  List<String> complaints() {
    return context.getStatusManager().getCopyOfStatusList().stream()
        .filter(status -> status.getEffectiveLevel() >= ch.qos.logback.core.status.Status.WARN)
        .map(Object::toString)
        .toList();
  }

  /** Stops Logback, which writes what is still queued, and reads all lines. */
  List<JsonNode> lines() throws IOException {
    context.stop();
    String text =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
            .toString();
    List<JsonNode> lines = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      lines.add(STRICT.readTree(text.substring(from, end)));
      from = end + 1;
    }
    if (from != text.length()) {
      throw new AssertionError("no line feed at the end of: " + text.substring(from));
    }
    return lines;
  }

  JsonNode line() throws IOException {
    List<JsonNode> lines = lines();
    if (lines.size() != 1) {
      throw new AssertionError("expected one line: " + lines + complaints());
    }
    return lines.get(0);
  }

  @Override
  public void close() {
    context.stop();
  }
}
