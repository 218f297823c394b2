package io.obs4j.core;

import io.opentelemetry.api.common.Attributes;

/**
 * What happened at a moment within a span.
 *
 * @param epochNanos when, in nanoseconds since the Unix epoch
 * @param name what; {@code exception} for one that was recorded
 * @param attributes facts about it, at most as many as the limit allows
 * @param droppedAttributes how many attributes the limits left out
 */
public record SpanEvent(
    long epochNanos, String name, Attributes attributes, int droppedAttributes) {}
