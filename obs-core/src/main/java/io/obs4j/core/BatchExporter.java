package io.obs4j.core;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Sends batches of records to one destination.
 *
 * @param <T> the kind of record
 */
@FunctionalInterface
public interface BatchExporter<T> {

  /**
   * Begins to send a batch. Called by one thread at a time, the {@link Batcher}'s own, which it may
   * hold up for as long as it has as many requests under way as it wants; the next batch grows
   * meanwhile. An interrupt asks it to give up.
   *
   * @param batch immutable and not empty
   * @return completes when the fate of all records is known; failing is the same as dropping all
   */
  CompletionStage<ExportResult> export(List<T> batch);
}
