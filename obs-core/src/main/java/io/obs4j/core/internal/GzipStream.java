package io.obs4j.core.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Compresses one body after another, with one compressor. Not safe for use by several threads at
 * once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952, GZIP file format</a>
 */
public final class GzipStream extends DeflaterOutputStream {

  private static final int BUFFER = 8 * 1024;

  /** Magic number, deflate, no flags, no time, fastest, unknown system. */
  private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 4, (byte) 0xFF};

  private final CRC32 checksum = new CRC32();

  /** A stream that has not begun. */
  public GzipStream() {
    super(OutputStream.nullOutputStream(), new Deflater(Deflater.BEST_SPEED, true), BUFFER);
  }

  /**
   * Begins a body.
   *
   * @param target where the compressed bytes go, until it is finished
   * @throws IOException as the target does
   */
  public void begin(OutputStream target) throws IOException {
    out = target;
    def.reset();
    checksum.reset();
    out.write(HEADER);
  }

  @Override
  public void write(byte[] source, int from, int length) throws IOException {
    super.write(source, from, length);
    checksum.update(source, from, length);
  }

  /** Ends the body; the target is neither flushed nor closed. */
  @Override
  public void finish() throws IOException {
    super.finish();
    writeInt((int) checksum.getValue());
    writeInt(def.getTotalIn());
    out = OutputStream.nullOutputStream();
  }

  /** Gives the compressor's memory back. */
  public void release() {
    def.end();
  }

  private void writeInt(int value) throws IOException {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(value >>> shift);
    }
  }
}
