package io.obs4j.jdbc;

import io.opentelemetry.api.common.Attributes;

/**
 * What is told of a statement. Immutable.
 *
 * @param sql as it was written, which is never told
 * @param name of its spans
 * @param measured what its durations are told apart by
 * @param traced what its spans have
 */
record Query(String sql, String name, Attributes measured, Attributes traced) {}
