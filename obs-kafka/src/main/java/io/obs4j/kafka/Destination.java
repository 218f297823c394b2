package io.obs4j.kafka;

import io.opentelemetry.api.common.Attributes;

/**
 * What all operations of one kind on a topic have in common. Immutable.
 *
 * @param spanName of the operation
 * @param attributes of metrics, and of spans among others
 */
record Destination(String spanName, Attributes attributes) {

  /** The attributes of an operation that failed. */
  Attributes failed(String errorType) {
    return attributes.toBuilder().put(MessagingAttributes.ERROR_TYPE, errorType).build();
  }
}
