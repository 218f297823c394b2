package io.obs4j.core;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Objects;

/**
 * What is being observed: the service, its instance, process and host, as attributes of the
 * OpenTelemetry semantic conventions. Immutable.
 *
 * @param attributes the facts
 * @param schemaUrl of the conventions that they follow, empty if none
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

  /** Refuses nulls. */
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
   * This resource with the attributes of another, which win where both have one.
   *
   * @param other whose attributes win
   * @return the merged resource
   */
  public Resource merge(Resource other) {
    AttributesBuilder merged = attributes.toBuilder().putAll(other.attributes);
    return new Resource(merged.build(), other.schemaUrl.isEmpty() ? schemaUrl : other.schemaUrl);
  }
}
