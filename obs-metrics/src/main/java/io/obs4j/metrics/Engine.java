package io.obs4j.metrics;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;

/** What all tables of one {@link Metrics} share. */
record Engine(
    Clock clock,
    Diagnostics diagnostics,
    Exemplars exemplars,
    Readers readers,
    Callbacks callbacks) {}
