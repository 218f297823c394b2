package io.obs4j.core;

import io.opentelemetry.api.common.Attributes;

/**
 * One recorded value with the sampled span that was current, so that a metric leads to a trace.
 *
 * <p>Ids are kept as numbers: an exemplar holds no span alive.
 *
 * @param value what was recorded, in the metric's unit
 * @param epochNanos when, in nanoseconds since the Unix epoch
 * @param traceIdHigh the upper 64 bits of the trace id
 * @param traceIdLow the lower 64 bits of the trace id
 * @param spanId the span id
 * @param filtered attributes that were recorded but are not part of the series; usually empty
 */
public record Exemplar(
    double value,
    long epochNanos,
    long traceIdHigh,
    long traceIdLow,
    long spanId,
    Attributes filtered) {}
