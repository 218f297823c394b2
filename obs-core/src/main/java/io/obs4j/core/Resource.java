package io.obs4j.core;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is being observed: the service, its instance, process and host, as attributes of the
 * OpenTelemetry semantic conventions. Immutable.
 *
 * @param attributes the facts
 * @param schemaUrl of the conventions that they follow, empty if none
 * @see <a href="https://opentelemetry.io/docs/specs/otel/resource/sdk/">OpenTelemetry, resource</a>
 */
public record Resource(Attributes attributes, String schemaUrl) {

  /** The logical name of the service. */
  public static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");

  /** The version of the service. */
  public static final AttributeKey<String> SERVICE_VERSION =
      AttributeKey.stringKey("service.version");

  /** Tells apart the instances of one service. */
  public static final AttributeKey<String> SERVICE_INSTANCE_ID =
      AttributeKey.stringKey("service.instance.id");

  /**
   * Refuses nulls.
   *
   * @param attributes the facts
   * @param schemaUrl of the conventions that they follow, empty if none
   */
  public Resource {
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(schemaUrl, "schemaUrl");
  }

  /**
   * A resource of attributes that follow no conventions in particular.
   *
   * @param attributes the facts
   * @return the resource
   */
  public static Resource of(Attributes attributes) {
    return new Resource(attributes, "");
  }

  /**
   * A builder of what the program knows of itself. Nothing is detected: merge the result into
   * {@link #fromEnvironment} for that.
   *
   * @return an empty builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What is known without being told in code. In order of precedence: {@code OTEL_SERVICE_NAME},
   * {@code OTEL_RESOURCE_ATTRIBUTES}, and what is detected of the operating system, host,
   * container, process and runtime.
   *
   * <p>The service is called {@code unknown_service:java} unless it is named; {@code
   * service.instance.id} is a new random UUID in each call unless it is given. The arguments of the
   * process, which may hold secrets, are told only if {@code OBS_PROCESS_COMMAND_ARGS=true}.
   *
   * <p>Reads a few small files and asks no name server, so that it cannot block; what cannot be
   * detected is left out.
   *
   * @param environment where the variables are
   * @return the resource
   * @throws IllegalArgumentException if the environment is strict and a variable malformed
   */
  public static Resource fromEnvironment(Environment environment) {
    AttributesBuilder attributes = Attributes.builder();
    new ResourceDetector(environment, Path.of("/")).detect(attributes);
    for (Map.Entry<String, String> fact :
        environment.pairs("OTEL_RESOURCE_ATTRIBUTES").entrySet()) {
      attributes.put(fact.getKey(), fact.getValue());
    }
    Optional<String> name = environment.text("OTEL_SERVICE_NAME");
    if (name.isPresent()) {
      attributes.put(SERVICE_NAME, name.get());
    }
    return new Resource(attributes.build(), ResourceDetector.SCHEMA_URL);
  }

  /**
   * This resource with the attributes of another, which win where both have one. If both follow
   * conventions, but not the same, the result follows none.
   *
   * @param other whose attributes win
   * @return the merged resource
   */
  public Resource merge(Resource other) {
    AttributesBuilder merged = attributes.toBuilder().putAll(other.attributes);
    return new Resource(merged.build(), mergedSchema(other.schemaUrl));
  }

  private String mergedSchema(String other) {
    if (schemaUrl.isEmpty()) {
      return other;
    }
    return other.isEmpty() || other.equals(schemaUrl) ? schemaUrl : "";
  }

  /** Collects what the program knows of itself. Not safe for use by several threads. */
  public static final class Builder {

    private final AttributesBuilder attributes = Attributes.builder();

    private Builder() {}

    /**
     * Names the service.
     *
     * @param name the logical name, the same for all instances
     * @param version the version, empty if unknown
     * @return this builder
     * @throws IllegalArgumentException if the name is blank
     */
    public Builder service(String name, String version) {
      if (name.isBlank()) {
        throw new IllegalArgumentException(
            "The service name is blank. Name the service, or leave it to OTEL_SERVICE_NAME.");
      }
      attributes.put(SERVICE_NAME, name);
      return version.isEmpty() ? this : attribute(SERVICE_VERSION, version);
    }

    /**
     * Adds a fact.
     *
     * @param key such as {@code deployment.environment.name}
     * @param value of the fact
     * @return this builder
     * @throws IllegalArgumentException if the key is empty
     */
    public Builder attribute(String key, String value) {
      return attribute(AttributeKey.stringKey(key), value);
    }

    /**
     * Adds a fact of any type; a later one with the same name replaces an earlier one.
     *
     * @param <T> the type of the value
     * @param key name and type
     * @param value of the fact
     * @return this builder
     * @throws IllegalArgumentException if the key is empty
     */
    public <T> Builder attribute(AttributeKey<T> key, T value) {
      if (key.getKey().isEmpty()) {
        throw new IllegalArgumentException(
            "The key of the value " + value + " is empty. Give the attribute a name.");
      }
      attributes.put(key, Objects.requireNonNull(value, key.getKey()));
      return this;
    }

    /**
     * Adds {@code process.command_args}, the arguments that the process was started with, where the
     * operating system tells. They may hold secrets: nothing else adds them unasked.
     *
     * @return this builder
     */
    public Builder processCommandArguments() {
      ResourceDetector.commandArguments(attributes);
      return this;
    }

    /**
     * Builds the resource.
     *
     * @return what was collected
     */
    public Resource build() {
      return Resource.of(attributes.build());
    }
  }
}
