package io.obs4j.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.obs4j.core.Environment;
import io.obs4j.logging.format.FormatSettings;
import io.obs4j.logging.format.HostEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes Logback's events as lines of JSON. Its settings are elements of Logback's configuration;
 * one that cannot be used is told as an error in Logback's status, and its default holds. Safe for
 * use by any thread once it is started.
 *
 * <pre>{@code
 * <encoder class="io.obs4j.logback.ObsEncoder">
 *   <format>ecs</format>
 * </encoder>
 * }</pre>
 */
public final class ObsEncoder extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = {};

  private final FormatSettings settings;
  private volatile @Nullable HostEncoder<ILoggingEvent> encoder;

  /** An encoder in the environment of the process, to be started. */
  public ObsEncoder() {
    settings = new FormatSettings();
  }

  /**
   * An encoder, to be started.
   *
   * @param environment tells of the service, where the settings do not
   */
  public ObsEncoder(Environment environment) {
    settings = new FormatSettings(environment);
  }

  @Override
  public void start() {
    encoder = new HostEncoder<>(settings.encoder(), LogbackEvent::new);
    for (String fault : settings.faults()) {
      addError(fault);
    }
    super.start();
  }

  /**
   * Encodes an event.
   *
   * @param event to be written
   * @return one line with its line feed, which says so if the event cannot be read; nothing before
   *     the start
   */
  @Override
  public byte[] encode(ILoggingEvent event) {
    HostEncoder<ILoggingEvent> known = encoder;
    return known == null ? NOTHING : known.encode(event);
  }

  /**
   * Nothing stands before the first line.
   *
   * @return no bytes
   */
  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  /**
   * Nothing stands after the last line.
   *
   * @return no bytes
   */
  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  /**
   * Sets the format, by default {@code ecs}.
   *
   * @param name {@code ecs}, {@code logstash}, {@code gelf}, {@code gcp} or {@code otel}
   */
  public void setFormat(String name) {
    settings.format(name);
  }

  /**
   * Sets the name of the service, by default the environment's.
   *
   * @param name such as {@code orders}
   */
  public void setServiceName(String name) {
    settings.resource("service.name", name);
  }

  /**
   * Sets the version of the service, by default the environment's.
   *
   * @param version such as {@code 1.4.2}
   */
  public void setServiceVersion(String version) {
    settings.resource("service.version", version);
  }

  /**
   * Sets where the service is deployed, by default what the environment says.
   *
   * @param name such as {@code production}
   */
  public void setServiceEnvironment(String name) {
    settings.resource("deployment.environment.name", name);
  }

  /**
   * Writes dotted keys as nested objects. Off by default.
   *
   * @param on whether to
   */
  public void setNested(boolean on) {
    settings.nested(on);
  }

  /**
   * Tells where in the program an event was logged, which is costly. Off by default.
   *
   * @param on whether to
   */
  public void setCaller(boolean on) {
    settings.caller(on);
  }

  /**
   * Limits a line, by default to 64 KiB.
   *
   * @param bytes at most, at least 2,048
   */
  public void setLineLimit(int bytes) {
    settings.lineLimit(bytes);
  }

  /**
   * Says what becomes of a key that an object has already, by default {@code rename}.
   *
   * @param policy {@code rename}, {@code last-wins} or {@code drop}
   */
  public void setCollisions(String policy) {
    settings.collisions(policy);
  }

  /**
   * Adds fields that are the same in every line.
   *
   * @param assignments such as {@code team=orders, region=eu}
   */
  public void setConstants(String assignments) {
    settings.constants(assignments);
  }

  /**
   * Leaves fields of the format out.
   *
   * @param names of outermost fields, separated by commas
   */
  public void setWithoutFields(String names) {
    settings.withoutFields(names);
  }

  /**
   * Gives fields of the format other names.
   *
   * @param assignments such as {@code message=msg, tags=markers}
   */
  public void setRenamedFields(String assignments) {
    settings.renamedFields(assignments);
  }

  /**
   * Names the field that tells what was cut, by default that of the format.
   *
   * @param name such as {@code cut}
   */
  public void setCutField(String name) {
    settings.cutField(name);
  }

  /**
   * Names what of the current baggage is told.
   *
   * @param names keys, separated by commas
   */
  public void setBaggage(String names) {
    settings.baggage(names);
  }

  /**
   * Sets what is masked, by default the values of keys that speak of passwords and the like.
   *
   * @param name {@code keys}, {@code standard} or {@code none}
   */
  public void setMasking(String name) {
    settings.masking(name);
  }

  /**
   * Masks the values of further keys.
   *
   * @param names with {@code *} for any characters, separated by commas; {@code account=4} shows
   *     the last four characters
   */
  public void setMaskedKeys(String names) {
    settings.maskedKeys(names);
  }

  /**
   * Masks further secrets wherever they stand.
   *
   * @param names kinds of {@link io.obs4j.logging.format.SecretPattern}, such as {@code email,
   *     iban}; {@code iban=4} shows the last four characters
   */
  public void setMaskedPatterns(String names) {
    settings.maskedPatterns(names);
  }

  /**
   * Sets what stands in place of a secret, by default {@code ***}.
   *
   * @param text perhaps empty
   */
  public void setMaskedAs(String text) {
    settings.maskedAs(text);
  }

  /**
   * Writes the root cause of an exception first. Off by default.
   *
   * @param on whether to
   */
  public void setRootCauseFirst(boolean on) {
    settings.rootCauseFirst(on);
  }

  /**
   * Adds a hash that is equal for the same error in all runs. Off by default.
   *
   * @param on whether to
   */
  public void setStackHash(boolean on) {
    settings.stackHash(on);
  }

  /**
   * Limits the frames of each throwable, by default to 1,024.
   *
   * @param most how many are written
   */
  public void setStackFrames(int most) {
    settings.stackFrames(most);
  }

  /**
   * Limits the throwables of a trace, by default to 100.
   *
   * @param most how many are written
   */
  public void setStackThrowables(int most) {
    settings.stackThrowables(most);
  }

  /**
   * Limits stack traces, by default to 64 KiB.
   *
   * @param most how many bytes are written
   */
  public void setStackBytes(int most) {
    settings.stackBytes(most);
  }

  /**
   * Collapses frames in these packages into a line that tells how many they are.
   *
   * @param packages with all below, separated by commas
   */
  public void setCollapsedPackages(String packages) {
    settings.collapsedPackages(packages);
  }

  /**
   * Collapses frames in all but these packages.
   *
   * @param packages with all below, separated by commas
   */
  public void setKeptPackages(String packages) {
    settings.keptPackages(packages);
  }
}
