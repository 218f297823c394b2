package io.obs4j.core;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;

/**
 * A relation of a span to another one that is not its parent.
 *
 * @param target the other span; a copy of its ids, which holds no span alive
 * @param attributes facts about the relation, at most as many as the limit allows
 * @param droppedAttributes how many attributes the limits left out
 */
public record SpanLink(SpanContext target, Attributes attributes, int droppedAttributes) {}
