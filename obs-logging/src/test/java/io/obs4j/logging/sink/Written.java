package io.obs4j.logging.sink;

import io.obs4j.logging.format.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Lines as tests of sinks write them, on one thread or on many. */
final class Written {

  private Written() {}

  static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static void write(LogSink sink, String text) {
    byte[] line = line(text);
    sink.write(line, 0, line.length, LogLevel.INFO);
  }

  /** Has threads do something, each with a number of its own, and waits for them. */
  static void onThreads(int count, IntConsumer task) throws InterruptedException {
    joinAll(startThreads(count, task));
  }

  static List<Thread> startThreads(int count, IntConsumer task) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      Thread thread = new Thread(() -> task.accept(number), "writer " + number);
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  static void joinAll(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
