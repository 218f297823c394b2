package io.obs4j.logging.format;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.Resource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an event becomes a line of JSON: which fields there are, their names, order and nesting, and
 * the limits. Immutable; an {@linkplain #encoder encoder} does the work.
 *
 * <p>Whatever is logged, a line is valid JSON in UTF-8 without a line feed but the one at its end,
 * and no object has a key twice.
 */
public final class LineFormat {

  /** The longest line by default, in bytes, with its line feed. */
  public static final int LINE_LIMIT = 64 * 1_024;

  /** The smallest limit of a line, in bytes. */
  public static final int SMALLEST_LINE_LIMIT = 2_048;

  private static final String VARIABLE = "OBS_LOG_FORMAT";

  final Fields fields;
  final boolean nested;
  final KeyCollision collisions;
  final int lineLimit;
  final String cutField;
  final KeyStyle keys;
  final boolean caller;
  final List<String> baggage;
  final @Nullable UnaryOperator<Object> objects;
  final Masking masking;
  final StackTraces stackTraces;

  private LineFormat(Builder builder) {
    fields = builder.fields.copy();
    nested = builder.nested;
    collisions = builder.collisions;
    lineLimit = builder.lineLimit;
    cutField = builder.cutField;
    keys = builder.keys;
    caller = builder.caller;
    baggage = builder.baggage;
    objects = builder.objects;
    masking = builder.masking;
    stackTraces = builder.stackTraces;
  }

  /**
   * The Elastic Common Schema, version 1.2, with keys in dotted form.
   *
   * @return the format
   * @see <a href="https://www.elastic.co/guide/en/ecs-logging/java/current/intro.html">ECS
   *     logging</a>
   */
  public static LineFormat ecs() {
    return NamedFormats.ecs();
  }

  /**
   * The event format of Logstash, version 1, as logstash-logback-encoder writes it.
   *
   * @return the format
   */
  public static LineFormat logstash() {
    return NamedFormats.logstash();
  }

  /**
   * The Graylog Extended Log Format, version 1.1.
   *
   * @return the format
   * @see <a href="https://go2docs.graylog.org/current/getting_in_log_data/gelf.html">GELF</a>
   */
  public static LineFormat gelf() {
    return NamedFormats.gelf();
  }

  /**
   * The structured logs of Google Cloud.
   *
   * @return the format
   * @see <a href="https://cloud.google.com/logging/docs/structured-logging">Structured logging</a>
   */
  public static LineFormat googleCloud() {
    return NamedFormats.googleCloud();
  }

  /**
   * The log data model of OpenTelemetry, in the JSON of its examples.
   *
   * @return the format
   * @see <a href="https://opentelemetry.io/docs/specs/otel/logs/data-model/">Logs data model</a>
   */
  public static LineFormat openTelemetry() {
    return NamedFormats.openTelemetry();
  }

  /**
   * The format that {@code OBS_LOG_FORMAT} names: {@code ecs}, {@code logstash}, {@code gelf},
   * {@code gcp} or {@code otel}, in any case; by default {@link #ecs()}.
   *
   * @param environment where a name that is none of these is reported
   * @return the format
   * @throws IllegalArgumentException if the environment is strict and the name cannot be used
   */
  public static LineFormat fromEnvironment(Environment environment) {
    Optional<String> name = environment.text(VARIABLE);
    if (name.isEmpty()) {
      return ecs();
    }
    LineFormat named = NamedFormats.named(name.get());
    if (named == null) {
      environment.malformed(VARIABLE, name.get(), "one of " + NamedFormats.NAMES, "ecs");
      return ecs();
    }
    return named;
  }

  /**
   * A builder of a format of one's own.
   *
   * @return without any field
   */
  public static Builder custom() {
    return new Builder();
  }

  /**
   * A builder that begins with this format.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * An encoder of this format.
   *
   * @param resource whose attributes the format may name
   * @param diagnostics where collisions, cut lines and failing values are counted
   * @return a new encoder, with caches of its own
   */
  public LineEncoder encoder(Resource resource, Diagnostics diagnostics) {
    return new LineEncoder(this, resource, diagnostics);
  }

  /** Describes a format. Not safe for use by several threads. */
  public static final class Builder {

    private final Fields fields;
    private boolean nested;
    private KeyCollision collisions = KeyCollision.RENAME;
    private int lineLimit = LINE_LIMIT;
    private String cutField = "truncated";
    private KeyStyle keys = KeyStyle.FREE;
    private boolean caller;
    private List<String> baggage = List.of();
    private @Nullable UnaryOperator<Object> objects;
    private Masking masking = Masking.standardKeys();
    private StackTraces stackTraces = StackTraces.full();

    private Builder() {
      fields = new Fields();
    }

    private Builder(LineFormat format) {
      fields = format.fields.copy();
      nested = format.nested;
      collisions = format.collisions;
      lineLimit = format.lineLimit;
      cutField = format.cutField;
      keys = format.keys;
      caller = format.caller;
      baggage = format.baggage;
      objects = format.objects;
      masking = format.masking;
      stackTraces = format.stackTraces;
    }

    Builder keys(KeyStyle style) {
      keys = style;
      return this;
    }

    Fields root() {
      return fields;
    }

    /**
     * Adds, removes and renames the fields of a line.
     *
     * @param change to apply to the outermost object
     * @return this builder
     */
    public Builder fields(Consumer<Fields> change) {
      change.accept(fields);
      return this;
    }

    /**
     * Writes dotted keys as nested objects: {@code {"log":{"level":"INFO"}}} in place of {@code
     * {"log.level":"INFO"}}, those of the event and of the format alike. Off by default.
     *
     * @param on whether to
     * @return this builder
     */
    public Builder nested(boolean on) {
      nested = on;
      return this;
    }

    /**
     * Says what becomes of a key that an object has already. {@link KeyCollision#RENAME} by
     * default.
     *
     * @param policy for the later key
     * @return this builder
     */
    public Builder collisions(KeyCollision policy) {
      collisions = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Limits a line. No single value takes more than half of what is left when its turn comes; what
     * is longer is cut at the end of a character, elements that do not fit are left out, and the
     * line says of which fields in {@linkplain #cutField one more}.
     *
     * @param bytes at most, with the line feed; at least {@value LineFormat#SMALLEST_LINE_LIMIT},
     *     {@value LineFormat#LINE_LIMIT} by default
     * @return this builder
     * @throws IllegalArgumentException if that is too little
     */
    public Builder lineLimit(int bytes) {
      if (bytes < SMALLEST_LINE_LIMIT) {
        throw new IllegalArgumentException(
            "A line limit of "
                + bytes
                + " bytes leaves no room for a message. Allow at least "
                + SMALLEST_LINE_LIMIT
                + ".");
      }
      lineLimit = bytes;
      return this;
    }

    /**
     * Names the field that tells, in a line that was too long, which fields were cut: their names,
     * separated by commas.
     *
     * @param name of the field, which no other one has; {@code truncated} by default
     * @return this builder
     */
    public Builder cutField(String name) {
      cutField = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Tells where in the program an event was logged, in those fields that the format has for it.
     * That makes the host walk the stack for each event. Off by default.
     *
     * @param on whether to
     * @return this builder
     */
    public Builder caller(boolean on) {
      caller = on;
      return this;
    }

    /**
     * Names what of the current baggage is told. Nothing by default: baggage comes from other
     * services.
     *
     * @param names keys of baggage
     * @return this builder
     */
    public Builder baggage(String... names) {
      baggage = List.of(names);
      return this;
    }

    /**
     * Converts objects that the encoder knows nothing of, among the key-values and what is in them,
     * into what it knows: texts, numbers, flags, maps, collections and arrays. By default their
     * {@code toString} is told. With Jackson: {@code o -> mapper.convertValue(o, Object.class)}.
     *
     * @param conversion called by any thread; if it throws, {@code toString} is told
     * @return this builder
     */
    public Builder objects(UnaryOperator<Object> conversion) {
      objects = Objects.requireNonNull(conversion, "conversion");
      return this;
    }

    /**
     * Masks secrets in all that events bring. {@link Masking#standardKeys()} by default; {@link
     * Masking#none()} masks nothing.
     *
     * @param what which keys and patterns
     * @return this builder
     */
    public Builder masking(Masking what) {
      masking = Objects.requireNonNull(what, "what");
      return this;
    }

    /**
     * Says how exceptions are written. {@link StackTraces#full()} by default.
     *
     * @param form of their stack traces
     * @return this builder
     */
    public Builder stackTraces(StackTraces form) {
      stackTraces = Objects.requireNonNull(form, "form");
      return this;
    }

    /**
     * Builds the format.
     *
     * @return as described so far
     * @throws IllegalArgumentException if a group stands in two places, or two fields, once nested,
     *     exclude each other, or one has the name of the {@linkplain #cutField field of cuts};
     *     fields of the resource count whether it has the attribute or not
     */
    public LineFormat build() {
      LineFormat format = new LineFormat(this);
      Layout.check(format);
      return format;
    }
  }
}
