package io.obs4j;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.LogRecord;
import io.obs4j.core.MetricSource;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Resource;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;

/** What the parts of one {@link Obs} share. */
record Wiring(
    Resource resource,
    MetricSource metrics,
    RecordSource<SpanRecord> spans,
    RecordSource<LogRecord> logs,
    LateHealth health,
    Diagnostics diagnostics,
    Clock clock,
    boolean strict)
    implements Signals {}
