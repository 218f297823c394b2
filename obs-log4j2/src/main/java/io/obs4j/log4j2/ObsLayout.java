package io.obs4j.log4j2;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.StripedPool;
import io.obs4j.logging.format.FormatSettings;
import io.obs4j.logging.format.LineEncoder;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.StackTraces;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.apache.logging.log4j.core.config.plugins.PluginConfiguration;
import org.apache.logging.log4j.core.impl.LocationAware;
import org.apache.logging.log4j.core.layout.AbstractLayout;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;
import org.jspecify.annotations.Nullable;

/**
 * Writes Log4j's events as lines of JSON. Its settings are attributes of Log4j's configuration; one
 * that cannot be used is told as an error in Log4j's status, and its default holds. Safe for use by
 * any thread.
 *
 * <pre>{@code
 * <Console name="CONSOLE">
 *   <ObsLayout format="ecs"/>
 * </Console>
 * }</pre>
 */
@Plugin(
    name = "ObsLayout",
    category = Node.CATEGORY,
    elementType = Layout.ELEMENT_TYPE,
    printObject = true)
public final class ObsLayout extends AbstractLayout<String> implements LocationAware {

  private static final int INITIAL_CAPACITY = 1_024;

  /** Larger buffers are not kept. */
  private static final int MOST_KEPT = 65_536;

  private final StripedPool<Work> pool = new StripedPool<>(Work::new);
  private final LineEncoder encoder;

  /** What one call needs. */
  private static final class Work {

    final Log4jEvent event = new Log4jEvent();
    final ByteSink line = new ByteSink(INITIAL_CAPACITY);
  }

  private ObsLayout(@Nullable Configuration configuration, FormatSettings settings) {
    super(configuration, null, null);
    encoder = settings.encoder();
    for (String fault : settings.faults()) {
      LOGGER.error("ObsLayout: {}", fault);
    }
  }

  /**
   * What Log4j makes layouts with.
   *
   * @return a new builder
   */
  @PluginBuilderFactory
  public static Builder newBuilder() {
    return new Builder();
  }

  @Override
  public void encode(LogEvent event, ByteBufferDestination destination) {
    Work work = begin(event);
    try {
      destination.writeBytes(work.line.array(), 0, work.line.size());
    } finally {
      end(work);
    }
  }

  /**
   * Encodes an event.
   *
   * @param event to be written
   * @return one line with its line feed
   */
  @Override
  public byte[] toByteArray(LogEvent event) {
    Work work = begin(event);
    try {
      return work.line.toByteArray();
    } finally {
      end(work);
    }
  }

  /**
   * Encodes an event.
   *
   * @param event to be written
   * @return one line with its line feed
   */
  @Override
  public String toSerializable(LogEvent event) {
    return new String(toByteArray(event), StandardCharsets.UTF_8);
  }

  private Work begin(LogEvent event) {
    Work work = pool.take();
    try {
      if (lay(work, event)) {
        encoder.encode(work.event, work.line);
      }
      return work;
    } finally {
      work.event.clear();
    }
  }

  /** Log4j's own event, its message and markers may be foreign code, which may throw anything. */
  private boolean lay(Work work, LogEvent event) {
    try {
      work.event.lay(event);
      return true;
    } catch (Throwable e) {
      encoder.encodeUnreadable(e, work.line);
      return false;
    }
  }

  private void end(Work work) {
    if (work.line.capacity() <= MOST_KEPT) {
      work.line.reset();
      pool.giveBack(work);
    }
  }

  @Override
  public String getContentType() {
    return "application/x-ndjson; charset=UTF-8";
  }

  /**
   * Whether Log4j is to find out where an event was logged.
   *
   * @return true if the format has fields for it, and wants them
   */
  @Override
  public boolean requiresLocation() {
    return encoder.wantsCaller();
  }

  /** The attributes of the plugin. Not safe for use by several threads at once. */
  public static final class Builder
      implements org.apache.logging.log4j.core.util.Builder<ObsLayout> {

    @PluginConfiguration private @Nullable Configuration configuration;
    @PluginBuilderAttribute private String format = "ecs";
    @PluginBuilderAttribute private String serviceName = "";
    @PluginBuilderAttribute private String serviceVersion = "";
    @PluginBuilderAttribute private String serviceEnvironment = "";
    @PluginBuilderAttribute private boolean nested;
    @PluginBuilderAttribute private boolean caller;
    @PluginBuilderAttribute private int lineLimit = LineFormat.LINE_LIMIT;
    @PluginBuilderAttribute private String collisions = "rename";
    @PluginBuilderAttribute private String constants = "";
    @PluginBuilderAttribute private String baggage = "";
    @PluginBuilderAttribute private String masking = "keys";
    @PluginBuilderAttribute private String maskedKeys = "";
    @PluginBuilderAttribute private boolean rootCauseFirst;
    @PluginBuilderAttribute private boolean stackHash;
    @PluginBuilderAttribute private int stackFrames = StackTraces.DEFAULT_FRAMES;
    @PluginBuilderAttribute private int stackBytes = StackTraces.DEFAULT_BYTES;
    @PluginBuilderAttribute private String collapsedPackages = "";
    @PluginBuilderAttribute private String keptPackages = "";

    private Builder() {}

    @Override
    public ObsLayout build() {
      FormatSettings settings = new FormatSettings();
      settings.format(format);
      settings.resource("service.name", serviceName);
      settings.resource("service.version", serviceVersion);
      settings.resource("deployment.environment.name", serviceEnvironment);
      settings.nested(nested);
      settings.caller(caller);
      settings.lineLimit(lineLimit);
      settings.collisions(collisions);
      settings.constants(constants);
      settings.baggage(baggage);
      settings.masking(masking);
      settings.maskedKeys(maskedKeys);
      settings.rootCauseFirst(rootCauseFirst);
      settings.stackHash(stackHash);
      settings.stackFrames(stackFrames);
      settings.stackBytes(stackBytes);
      settings.collapsedPackages(collapsedPackages);
      settings.keptPackages(keptPackages);
      return new ObsLayout(configuration, settings);
    }

    /**
     * Sets the configuration that the layout belongs to.
     *
     * @param newConfiguration or null
     * @return this builder
     */
    public Builder setConfiguration(@Nullable Configuration newConfiguration) {
      configuration = newConfiguration;
      return this;
    }

    /**
     * Sets the format, by default {@code ecs}.
     *
     * @param name {@code ecs}, {@code logstash}, {@code gelf}, {@code gcp} or {@code otel}
     * @return this builder
     */
    public Builder setFormat(String name) {
      format = name;
      return this;
    }

    /**
     * Sets the name of the service, by default the environment's.
     *
     * @param name such as {@code orders}
     * @return this builder
     */
    public Builder setServiceName(String name) {
      serviceName = name;
      return this;
    }

    /**
     * Sets the version of the service, by default the environment's.
     *
     * @param version such as {@code 1.4.2}
     * @return this builder
     */
    public Builder setServiceVersion(String version) {
      serviceVersion = version;
      return this;
    }

    /**
     * Sets where the service is deployed, by default what the environment says.
     *
     * @param name such as {@code production}
     * @return this builder
     */
    public Builder setServiceEnvironment(String name) {
      serviceEnvironment = name;
      return this;
    }

    /**
     * Writes dotted keys as nested objects. Off by default.
     *
     * @param on whether to
     * @return this builder
     */
    public Builder setNested(boolean on) {
      nested = on;
      return this;
    }

    /**
     * Tells where in the program an event was logged, which is costly. Off by default.
     *
     * @param on whether to
     * @return this builder
     */
    public Builder setCaller(boolean on) {
      caller = on;
      return this;
    }

    /**
     * Limits a line, by default to 64 KiB.
     *
     * @param bytes at most, at least 2,048
     * @return this builder
     */
    public Builder setLineLimit(int bytes) {
      lineLimit = bytes;
      return this;
    }

    /**
     * Says what becomes of a key that an object has already, by default {@code rename}.
     *
     * @param policy {@code rename}, {@code last-wins} or {@code drop}
     * @return this builder
     */
    public Builder setCollisions(String policy) {
      collisions = policy;
      return this;
    }

    /**
     * Sets fields that are the same in every line.
     *
     * @param assignments such as {@code team=orders, region=eu}
     * @return this builder
     */
    public Builder setConstants(String assignments) {
      constants = assignments;
      return this;
    }

    /**
     * Names what of the current baggage is told.
     *
     * @param names keys, separated by commas
     * @return this builder
     */
    public Builder setBaggage(String names) {
      baggage = names;
      return this;
    }

    /**
     * Sets what is masked, by default the values of keys that speak of passwords and the like.
     *
     * @param name {@code keys}, {@code standard} or {@code none}
     * @return this builder
     */
    public Builder setMasking(String name) {
      masking = name;
      return this;
    }

    /**
     * Masks the values of further keys.
     *
     * @param names with {@code *} for any characters, separated by commas
     * @return this builder
     */
    public Builder setMaskedKeys(String names) {
      maskedKeys = names;
      return this;
    }

    /**
     * Writes the root cause of an exception first. Off by default.
     *
     * @param on whether to
     * @return this builder
     */
    public Builder setRootCauseFirst(boolean on) {
      rootCauseFirst = on;
      return this;
    }

    /**
     * Adds a hash that is equal for the same error in all runs. Off by default.
     *
     * @param on whether to
     * @return this builder
     */
    public Builder setStackHash(boolean on) {
      stackHash = on;
      return this;
    }

    /**
     * Limits the frames of each throwable, by default to 1,024.
     *
     * @param most how many are written
     * @return this builder
     */
    public Builder setStackFrames(int most) {
      stackFrames = most;
      return this;
    }

    /**
     * Limits stack traces, by default to 64 KiB.
     *
     * @param most how many bytes are written
     * @return this builder
     */
    public Builder setStackBytes(int most) {
      stackBytes = most;
      return this;
    }

    /**
     * Collapses frames in these packages into a line that tells how many they are.
     *
     * @param packages with all below, separated by commas
     * @return this builder
     */
    public Builder setCollapsedPackages(String packages) {
      collapsedPackages = packages;
      return this;
    }

    /**
     * Collapses frames in all but these packages.
     *
     * @param packages with all below, separated by commas
     * @return this builder
     */
    public Builder setKeptPackages(String packages) {
      keptPackages = packages;
      return this;
    }
  }
}
