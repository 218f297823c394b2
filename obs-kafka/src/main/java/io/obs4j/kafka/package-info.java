/** Producers and consumers of Kafka, observed through interceptors. */
@NullMarked
package io.obs4j.kafka;

import org.jspecify.annotations.NullMarked;
