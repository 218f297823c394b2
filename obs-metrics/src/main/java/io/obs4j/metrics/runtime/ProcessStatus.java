package io.obs4j.metrics.runtime;

import java.nio.file.Path;

/**
 * What Linux tells of this process; {@link KernelFile#UNKNOWN} where it does not.
 *
 * @param userTicks CPU time in user mode, in hundredths of a second
 * @param systemTicks CPU time in system mode, in hundredths of a second
 * @param minorFaults page faults that needed no disk
 * @param majorFaults page faults that did
 * @param threads of the kernel, those of the JVM itself included
 * @param virtualBytes address space
 * @param residentBytes memory that is in RAM
 * @param readBytes fetched from storage
 * @param writtenBytes sent to storage
 */
record ProcessStatus(
    long userTicks,
    long systemTicks,
    long minorFaults,
    long majorFaults,
    long threads,
    long virtualBytes,
    long residentBytes,
    long readBytes,
    long writtenBytes) {

  /** Reads proc(5): {@code self/stat}, {@code self/status} and {@code self/io}. */
  static final class Reader {

    private final KernelFile stat;
    private final KeyedFile status;
    private final KeyedFile io;

    Reader(Path root) {
      stat = new KernelFile(root.resolve("proc/self/stat"));
      status = new KeyedFile(root.resolve("proc/self/status"), "VmRSS:");
      io = new KeyedFile(root.resolve("proc/self/io"), "read_bytes:", "write_bytes:");
    }

    ProcessStatus read() {
      stat.read();
      stat.nextLine();
      stat.textBeforeLast(')'); // The program's name may hold anything, blanks included.
      stat.skip(7);
      long minorFaults = stat.number();
      stat.skip(1);
      long majorFaults = stat.number();
      stat.skip(1);
      long user = stat.number();
      long system = stat.number();
      stat.skip(4);
      long threads = stat.number();
      stat.skip(2);
      long virtual = stat.number();
      status.read();
      io.read();
      return new ProcessStatus(
          user,
          system,
          minorFaults,
          majorFaults,
          threads,
          virtual,
          status.bytes("VmRSS:"),
          io.number("read_bytes:"),
          io.number("write_bytes:"));
    }
  }
}
