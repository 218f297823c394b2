package io.obs4j.log4j2;

import io.obs4j.logging.format.FormatSettings;
import io.obs4j.logging.format.HostEncoder;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.Masking;
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

  private final HostEncoder<LogEvent> encoder;

  private ObsLayout(@Nullable Configuration configuration, FormatSettings settings) {
    super(configuration, null, null);
    encoder = new HostEncoder<>(settings.encoder(), Log4jEvent::new);
    for (String fault : settings.faults()) {
      LOGGER.error("ObsLayout: {}", fault);
    }
  }

  /**
   * A layout for a Log4j that is configured in code.
   *
   * @param settings that would be attributes in a file; what cannot be used is told in Log4j's
   *     status
   * @return a new layout
   */
  public static ObsLayout of(FormatSettings settings) {
    return new ObsLayout(null, settings);
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
    encoder.encode(event, destination, (to, bytes, length) -> to.writeBytes(bytes, 0, length));
  }

  /**
   * Encodes an event.
   *
   * @param event to be written
   * @return one line with its line feed
   */
  @Override
  public byte[] toByteArray(LogEvent event) {
    return encoder.encode(event);
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

  /** The attributes of the plugin, which Log4j sets by reflection. */
  public static final class Builder
      implements org.apache.logging.log4j.core.util.Builder<ObsLayout> {

    /** Setters would be a third list of these names: code describes formats by their settings. */
    private static final String INJECTED = "log4j.public.setter";

    @PluginConfiguration private @Nullable Configuration configuration;

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String format = "ecs";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String serviceName = "";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String serviceVersion = "";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String serviceEnvironment = "";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private boolean nested;

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private boolean caller;

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private int lineLimit = LineFormat.LINE_LIMIT;

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String collisions = "rename";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String constants = "";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String withoutFields = "";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String renamedFields = "";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String cutField = "";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String baggage = "";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String masking = "keys";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String maskedKeys = "";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String maskedPatterns = "";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String maskedAs = Masking.DEFAULT_REPLACEMENT;

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private boolean rootCauseFirst;

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private boolean stackHash;

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private int stackFrames = StackTraces.DEFAULT_FRAMES;

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private int stackThrowables = StackTraces.DEFAULT_THROWABLES;

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private int stackBytes = StackTraces.DEFAULT_BYTES;

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String collapsedPackages = "";

    @SuppressWarnings(INJECTED)
    @PluginBuilderAttribute
    private String keptPackages = "";

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
      settings.withoutFields(withoutFields);
      settings.renamedFields(renamedFields);
      settings.cutField(cutField);
      settings.baggage(baggage);
      settings.masking(masking);
      settings.maskedKeys(maskedKeys);
      settings.maskedPatterns(maskedPatterns);
      settings.maskedAs(maskedAs);
      settings.rootCauseFirst(rootCauseFirst);
      settings.stackHash(stackHash);
      settings.stackFrames(stackFrames);
      settings.stackThrowables(stackThrowables);
      settings.stackBytes(stackBytes);
      settings.collapsedPackages(collapsedPackages);
      settings.keptPackages(keptPackages);
      return new ObsLayout(configuration, settings);
    }
  }
}
