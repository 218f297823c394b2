package io.obs4j.micrometer;

import io.obs4j.metrics.Registration;

/** The series that a timer or a distribution summary records to, and is read from. */
interface Distribution extends Registration {

  /** Records a value in the unit of the metric. */
  void record(double value);

  /** Records an elapsed time. */
  void recordNanos(long nanos);

  /** Shows what was recorded. */
  void readInto(DistributionReading reading);
}
