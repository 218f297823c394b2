package io.obs4j.core.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.GzipStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of one request after another, in buffers that are used again. Used by one thread. */
final class HttpRequest {

  /** A buffer that a rare large batch has made larger is not kept. */
  private static final int MOST_KEPT = 1 << 20;

  private static final int INITIAL = 16 * 1024;

  private final byte[] straight;
  private final byte[] forwarded;
  private final HttpSettings settings;
  private final BodyFormat usual;
  private final byte[] usualHead;
  private final @Nullable GzipStream gzip;
  private byte[] head;
  private ByteSink body = new ByteSink(INITIAL);
  private ByteSink packed = new ByteSink(1);
  private ByteSink sent = new ByteSink(INITIAL);

  HttpRequest(HttpSettings settings) {
    straight = settings.requestLine(false).getBytes(ISO_8859_1);
    forwarded = settings.requestLine(true).getBytes(ISO_8859_1);
    this.settings = settings;
    usual = settings.format();
    usualHead = settings.head(usual).getBytes(ISO_8859_1);
    head = usualHead;
    gzip = settings.gzip() ? new GzipStream() : null;
  }

  /** An empty sink for the body of the next request. */
  ByteSink begin() {
    body = emptied(body);
    head = usualHead;
    return body;
  }

  /** The body is complete. */
  void end() throws IOException {
    if (gzip != null) {
      packed = emptied(packed);
      gzip.begin(new SinkStream(packed));
      body.drainTo(gzip);
      gzip.finish();
    }
  }

  /** Takes a body that is complete, perhaps of a process that had other settings. */
  void load(byte[] content, BodyFormat format) {
    ByteSink target = begin();
    if (!format.equals(usual)) {
      head = settings.head(format).getBytes(ISO_8859_1);
    }
    if (gzip != null) {
      packed = emptied(packed);
      target = packed;
    }
    target.writeBytes(content);
  }

  /** The body as it travels. */
  ByteSink content() {
    return gzip == null ? body : packed;
  }

  /**
   * The whole request, to be sent once; may be asked for again.
   *
   * @param toProxy whether it is a proxy that reads it
   */
  ByteSink bytes(boolean toProxy) {
    sent = emptied(sent);
    sent.writeBytes(toProxy ? forwarded : straight);
    sent.writeBytes(head);
    sent.writeLong(content().size());
    sent.writeAscii("\r\n\r\n");
    sent.writeBytes(content());
    return sent;
  }

  void release() {
    if (gzip != null) {
      gzip.release();
    }
  }

  private static ByteSink emptied(ByteSink used) {
    if (used.capacity() > MOST_KEPT) {
      return new ByteSink(INITIAL);
    }
    used.reset();
    return used;
  }

  private static final class SinkStream extends OutputStream {
    private final ByteSink sink;

    SinkStream(ByteSink sink) {
      this.sink = sink;
    }

    @Override
    public void write(int b) {
      sink.writeByte(b);
    }

    @Override
    public void write(byte[] source, int from, int length) {
      sink.writeBytes(source, from, length);
    }
  }
}
