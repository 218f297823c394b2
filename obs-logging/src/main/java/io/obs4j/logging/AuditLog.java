package io.obs4j.logging;

import io.obs4j.logging.format.LogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;

/**
 * Who did what, on what, and with what outcome, in the {@linkplain LogStream#AUDIT audit} stream:
 * never limited, never thinned, whatever the levels. An event is on disk when the call returns that
 * tells its outcome, if the stream has a sink that writes to one.
 *
 * <pre>{@code
 * audit.action("refund").by("alice").on("order/17").with("amount", 12.5).succeeded();
 * }</pre>
 *
 * <p>Of the sinks of the stream the first that takes a line keeps it; the others stand by. If none
 * does, {@code obs.log.audit.lost} counts the line, {@code obs.log.audit.failing} is 1 until one is
 * taken again, and {@link AuditLossException} is thrown where {@link
 * LoggingBuilder#throwOnAuditLoss} was set.
 *
 * <p>The names are those of the Elastic Common Schema where it has one. Safe for use by any thread.
 *
 * @see <a href="https://www.elastic.co/guide/en/ecs/current/ecs-event.html">Elastic Common Schema,
 *     event fields</a>
 */
public final class AuditLog {

  private final Logging logging;

  AuditLog(Logging logging) {
    this.logging = logging;
  }

  /**
   * Begins to tell of something that was done or tried.
   *
   * @param what such as {@code refund}: one of few, without ids
   * @return to be completed, and logged by telling the outcome
   */
  public Action action(String what) {
    return new Action(logging, Objects.requireNonNull(what, "what"));
  }

  /** Something that was done or tried. Not safe for use by several threads at once. */
  public static final class Action {

    private final Logging logging;
    private final StreamEvent event;
    private final String what;

    /** What the caller adds comes last: of two facts with one key the first keeps it. */
    private final List<KeyValuePair> further = new ArrayList<>();

    private String who = "somebody";
    private String target = "";

    private Action(Logging logging, String what) {
      this.logging = logging;
      this.what = what;
      event = new StreamEvent("audit", LogLevel.INFO);
      event.add("event.action", what);
    }

    /**
     * Sets who did it.
     *
     * @param user its id
     * @return this
     */
    public Action by(String user) {
      event.add("user.id", user);
      who = user;
      return this;
    }

    /**
     * Sets on what it was done.
     *
     * @param object its kind and id, such as {@code order/17}
     * @return this
     */
    public Action on(String object) {
      event.add("audit.target", object);
      target = object;
      return this;
    }

    /**
     * Sets from where it was done.
     *
     * @param address of the client
     * @return this
     */
    public Action from(String address) {
      event.add("client.address", address);
      return this;
    }

    /**
     * Adds a further fact.
     *
     * @param key its name
     * @param value a text, number or flag
     * @return this
     */
    public Action with(String key, Object value) {
      further.add(
          new KeyValuePair(
              Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
      return this;
    }

    /** Logs that it was done. */
    public void succeeded() {
      log("success");
    }

    /** Logs that it was tried, and failed. */
    public void failed() {
      log("failure");
    }

    /**
     * Logs that it was tried, and refused or failed for a reason.
     *
     * @param reason in few words
     */
    public void failed(String reason) {
      event.add("event.reason", reason);
      failed();
    }

    /** Logs that it was begun, when nobody can know yet how it ends. */
    public void begun() {
      log("unknown");
    }

    private void log(String outcome) {
      event.add("event.outcome", outcome);
      for (KeyValuePair fact : further) {
        event.add(fact.key, fact.value);
      }
      if (target.isEmpty()) {
        event.say("{}: {} ({})", who, what, outcome);
      } else {
        event.say("{}: {} {} ({})", who, what, target, outcome);
      }
      event.log(logging, LogStream.AUDIT);
    }
  }
}
