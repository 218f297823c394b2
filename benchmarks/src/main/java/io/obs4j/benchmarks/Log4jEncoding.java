package io.obs4j.benchmarks;

import io.obs4j.logging.format.LogLevel;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.ReusableLogEventFactory;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.jspecify.annotations.Nullable;

/** Log4j's layout: an event that is used again is made as its logger makes it, and encoded. */
final class Log4jEncoding implements LogSide, ByteBufferDestination {

  static {
    Log4jLayout.withoutGarbage();
  }

  private static final String BOUNDARY = Log4jEncoding.class.getName();

  private final ReusableMessageFactory messages = ReusableMessageFactory.INSTANCE;
  private final ReusableLogEventFactory events = new ReusableLogEventFactory();
  private final JsonTemplateLayout layout =
      JsonTemplateLayout.newBuilder()
          .setConfiguration(new DefaultConfiguration())
          .setEventTemplate(Log4jLayout.TEMPLATE)
          .build();
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
  private final FirstLine lines = new FirstLine();
  private final Map<String, String> context;

  Log4jEncoding(LogWay way) {
    context =
        way == LogWay.ENCODE_EXCEPTION ? LogWork.contextWithTrace() : LogWork.contextWithAll();
  }

  @Override
  public void enter() {
    Log4jLayout.enter(context);
  }

  @Override
  public void leave() {
    Log4jLayout.leave();
  }

  @Override
  public void event() {
    encode(Level.INFO, messages.newMessage(LogWork.TEMPLATE, LogWork.ORDER, LogWork.ITEMS), null);
  }

  @Override
  public void thrown(Throwable exception) {
    encode(Level.ERROR, messages.newMessage(LogWork.FAILED), exception);
  }

  private void encode(Level level, Message message, @Nullable Throwable exception) {
    LogEvent event =
        events.createEvent(LogWork.LOGGER, null, BOUNDARY, level, message, List.of(), exception);
    layout.encode(event, this);
    ReusableLogEventFactory.release(event);
    ReusableMessageFactory.release(message);
    lines.write(buffer.array(), 0, buffer.position(), LogLevel.INFO);
    buffer.clear();
  }

  @Override
  public void disabled() {
    throw new UnsupportedOperationException("There is no logger here that could be off.");
  }

  @Override
  public byte[] line() {
    return lines.line();
  }

  @Override
  public void close() {}

  @Override
  public ByteBuffer getByteBuffer() {
    return buffer;
  }

  @Override
  public ByteBuffer drain(ByteBuffer full) {
    throw new IllegalStateException("An event takes more than " + buffer.capacity() + " bytes.");
  }

  @Override
  public void writeBytes(ByteBuffer data) {
    buffer.put(data);
  }

  @Override
  public void writeBytes(byte[] data, int offset, int length) {
    buffer.put(data, offset, length);
  }
}
