package io.obs4j.log4j2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;

/** A Log4j of its own, configured by a file, whose lines are judged by a strict parser. */
final class Hosted implements AutoCloseable {

  private static final String PREFIX = "obs4j.test.";

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final LoggerContext context;
  private final Path file;
  private final String[] settings;

  /** What makes a Log4j. */
  @FunctionalInterface
  interface Kind {

    LoggerContext create(String name, Object external, URI configuration);
  }

  /** Settings are name and value by turns. */
  Hosted(Path file, String... settings) {
    this(LoggerContext::new, file, settings);
  }

  Hosted(Kind kind, Path file, String... settings) {
    this.file = file;
    this.settings = settings;
    System.setProperty(PREFIX + "lines", file.toString());
    for (int i = 0; i < settings.length; i += 2) {
      System.setProperty(PREFIX + settings[i], settings[i + 1]);
    }
    try {
      context = kind.create("test", null, Hosted.class.getResource("/log4j2-obs.xml").toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
    context.start();
  }

  Logger logger(String name) {
    return context.getLogger(name);
  }

  /** Stops Log4j, which writes what is still queued, and reads all lines. */
  List<JsonNode> lines() throws IOException {
    close();
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
      throw new AssertionError("expected one line: " + lines);
    }
    return lines.get(0);
  }

  @Override
  public void close() {
    context.stop();
    System.clearProperty(PREFIX + "lines");
    for (int i = 0; i < settings.length; i += 2) {
      System.clearProperty(PREFIX + settings[i]);
    }
  }
}
