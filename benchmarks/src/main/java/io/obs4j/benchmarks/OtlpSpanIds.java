package io.obs4j.benchmarks;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The ids of the spans of an {@code ExportTraceServiceRequest}; all else is passed over, so that
 * the receiver takes little of the processor from the sender.
 */
final class OtlpSpanIds {

  /** Fields: resource_spans, scope_spans in these, and spans in these. */
  private static final int[] PATH = {1, 2, 2};

  private static final int SPAN_ID = 2;

  private long[] ids = new long[1024];
  private int count;

  void read(byte[] body, int length) throws IOException {
    read(CodedInputStream.newInstance(body, 0, length), 0);
  }

  private void read(CodedInputStream in, int depth) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (depth == PATH.length && field == SPAN_ID) {
        add(ByteBuffer.wrap(in.readByteArray()).getLong());
      } else if (depth < PATH.length && field == PATH[depth]) {
        int before = in.pushLimit(in.readRawVarint32());
        read(in, depth + 1);
        in.popLimit(before);
      } else {
        in.skipField(tag);
      }
    }
  }

  private void add(long id) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, count * 2);
    }
    ids[count++] = id;
  }

  long[] ids() {
    return ids;
  }

  int count() {
    return count;
  }
}
