package io.obs4j.core;

import io.opentelemetry.api.common.Attributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The library or part of a program that records, as the OpenTelemetry specification defines it.
 *
 * @param name of the library, empty where the application itself records
 * @param version of the library, empty if unknown
 * @param schemaUrl of the conventions that it follows, empty if none
 * @param attributes further facts about it
 */
public record InstrumentationScope(
    String name, String version, String schemaUrl, Attributes attributes) {

  /** The application itself: no name, no version. */
  public static final InstrumentationScope APPLICATION =
      new InstrumentationScope("", "", "", Attributes.empty());

  /**
   * Refuses nulls.
   *
   * @param name of the library, empty where the application itself records
   * @param version of the library, empty if unknown
   * @param schemaUrl of the conventions that it follows, empty if none
   * @param attributes further facts about it
   */
  public InstrumentationScope {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(schemaUrl, "schemaUrl");
    Objects.requireNonNull(attributes, "attributes");
  }

  /**
   * A scope with a name and a version only.
   *
   * @param name of the library
   * @param version of the library, empty if unknown
   * @return the scope
   */
  public static InstrumentationScope of(String name, String version) {
    return new InstrumentationScope(name, version, "", Attributes.empty());
  }

  /*
   * equals and hashCode are spelled out: those that the JDK derives are linked at their first call,
   * which a start would pay for, and before JDK 19 keep the loader of this class alive.
   */

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InstrumentationScope that
        && name.equals(that.name)
        && version.equals(that.version)
        && schemaUrl.equals(that.schemaUrl)
        && attributes.equals(that.attributes);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + version.hashCode();
  }
}
