package io.obs4j.tracing;

import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/** The attributes that a span starts with: those that its builder was given. Immutable. */
public interface InitialAttributes {

  /**
   * The value of one attribute.
   *
   * @param key its name
   * @return the value that was given last, in the type that {@link Attributes} holds; null if there
   *     is none
   */
  @Nullable Object get(String key);

  /**
   * All of them, gathered at each call.
   *
   * @return the attributes, empty if there are none
   */
  Attributes all();
}
