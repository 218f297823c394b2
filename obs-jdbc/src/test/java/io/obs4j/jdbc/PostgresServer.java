package io.obs4j.jdbc;

import io.obs4j.judges.Judge;
import io.obs4j.judges.ServerProcess;
import io.obs4j.judges.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL of Debian, with a database of its own, until it is closed. */
final class PostgresServer implements AutoCloseable {

  private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

  private final Process process;
  private final PGSimpleDataSource source = new PGSimpleDataSource();

  private PostgresServer(Process process, int port) {
    this.process = process;
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName("postgres");
    source.setUser("tester");
  }

  /**
   * Starts a server.
   *
   * @param directory for its data, which another user may reach; empty
   */
  static PostgresServer start(Path directory) throws IOException, InterruptedException {
    Path postgres =
        Judge.find(
            PROGRAMS.resolve("postgres"), "apt-get install --no-install-recommends postgresql");
    Path data = directory.resolve("data");
    Path log = directory.resolve("log");
    boolean root = "root".equals(System.getProperty("user.name"));
    if (root) { // as whom PostgreSQL does not run
      run(log, List.of("chown", "postgres", directory.toString()));
    }
    run(
        log,
        as(
            root,
            PROGRAMS.resolve("initdb").toString(),
            "--no-sync",
            "--auth=trust",
            "--username=tester",
            "--pgdata=" + data));
    int port = ServerProcess.freePort();
    Process process =
        new ProcessBuilder(
                as(
                    root,
                    postgres.toString(),
                    "-D",
                    data.toString(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "fsync=off"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    PostgresServer server = new PostgresServer(process, port);
    Waiting.until("PostgreSQL", () -> server.isReady(log));
    return server;
  }

  private static List<String> as(boolean root, String... command) {
    List<String> whole = new ArrayList<>();
    if (root) {
      whole.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  private static void run(Path log, List<String> command) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException(command + " failed:\n" + Files.readString(log));
    }
  }

  private boolean isReady(Path log) {
    if (!process.isAlive()) {
      throw new IllegalStateException("PostgreSQL has ended; see " + log);
    }
    try (Connection connection = source.getConnection()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  PGSimpleDataSource source() {
    return source;
  }

  /** Runuser hands the signal on. */
  @Override
  public void close() {
    process.destroy();
    Waiting.until("the end of PostgreSQL", () -> !process.isAlive());
  }
}
