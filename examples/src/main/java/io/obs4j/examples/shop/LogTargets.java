package io.obs4j.examples.shop;

import io.obs4j.logging.LogStream;
import io.obs4j.logging.LoggingBuilder;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.StackTraces;
import io.obs4j.logging.sink.ConsoleSink;
import io.obs4j.logging.sink.FileSink;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the log lines of a process look like, and where they go: to its standard output, and into
 * files.
 *
 * @param file gets the same lines as the standard output
 * @param audit gets the lines of the audit, which otherwise are among the others
 */
record LogTargets(@Nullable Path file, @Nullable Path audit) implements Consumer<LoggingBuilder> {

  /**
   * What a pipe takes in one piece (PIPE_BUF): five processes share the standard output of the
   * demo, and no line of one ends up within a line of another.
   */
  private static final int LINE_LIMIT = 4_096;

  static final LineFormat FORMAT =
      LineFormat.ecs().toBuilder()
          .baggage(Gateway.ORDER_ID, RequestId.KEY)
          .lineLimit(LINE_LIMIT)
          .stackTraces(
              StackTraces.builder().keepOnly("io.obs4j.examples").rootCauseFirst().hash().build())
          .build();

  static LogTargets of(Options options) {
    return new LogTargets(options.path("log"), options.path("audit"));
  }

  @Override
  public void accept(LoggingBuilder logging) {
    logging.format(FORMAT).sink(ConsoleSink.stdout());
    if (file != null) {
      logging.sink(FileSink.at(file));
    }
    if (audit != null) {
      logging.stream(LogStream.AUDIT, FileSink.at(audit));
    }
  }
}
