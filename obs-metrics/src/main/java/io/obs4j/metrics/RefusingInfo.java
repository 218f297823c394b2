package io.obs4j.metrics;

/** An info that is not shown. */
enum RefusingInfo implements Info {
  INSTANCE
}
