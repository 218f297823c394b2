package io.obs4j.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Objects;

/**
 * Decides by the parent of a span: whether there is one, whether it is in another service, and
 * whether it is sampled. Unless told otherwise, a span with a parent is sampled if its parent is,
 * and keeps the threshold of its parent; one that contradicts the parent's decision is erased.
 * Immutable and safe for use by any thread.
 */
public final class ParentBasedSampler implements Sampler {

  private final Sampler root;
  private final Sampler remoteSampled;
  private final Sampler remoteNotSampled;
  private final Sampler localSampled;
  private final Sampler localNotSampled;

  private ParentBasedSampler(
      Sampler root,
      Sampler remoteSampled,
      Sampler remoteNotSampled,
      Sampler localSampled,
      Sampler localNotSampled) {
    this.root = Objects.requireNonNull(root, "root");
    this.remoteSampled = Objects.requireNonNull(remoteSampled, "remoteSampled");
    this.remoteNotSampled = Objects.requireNonNull(remoteNotSampled, "remoteNotSampled");
    this.localSampled = Objects.requireNonNull(localSampled, "localSampled");
    this.localNotSampled = Objects.requireNonNull(localNotSampled, "localNotSampled");
  }

  static ParentBasedSampler of(Sampler root) {
    return new ParentBasedSampler(
        root,
        RemoteDecision.FOLLOWED,
        ConstantSampler.OFF,
        ConstantSampler.INHERITED,
        ConstantSampler.OFF);
  }

  /**
   * The same but for spans whose parent is in another service and sampled.
   *
   * @param sampler decides for them
   * @return another sampler
   */
  public ParentBasedSampler remoteSampled(Sampler sampler) {
    return new ParentBasedSampler(root, sampler, remoteNotSampled, localSampled, localNotSampled);
  }

  /**
   * The same but for spans whose parent is in another service and not sampled.
   *
   * @param sampler decides for them
   * @return another sampler
   */
  public ParentBasedSampler remoteNotSampled(Sampler sampler) {
    return new ParentBasedSampler(root, remoteSampled, sampler, localSampled, localNotSampled);
  }

  /**
   * The same but for spans whose parent is in this process and sampled.
   *
   * @param sampler decides for them
   * @return another sampler
   */
  public ParentBasedSampler localSampled(Sampler sampler) {
    return new ParentBasedSampler(root, remoteSampled, remoteNotSampled, sampler, localNotSampled);
  }

  /**
   * The same but for spans whose parent is in this process and not sampled.
   *
   * @param sampler decides for them
   * @return another sampler
   */
  public ParentBasedSampler localNotSampled(Sampler sampler) {
    return new ParentBasedSampler(root, remoteSampled, remoteNotSampled, localSampled, sampler);
  }

  @Override
  public Sampling sample(
      SpanContext parent,
      long traceIdHigh,
      long traceIdLow,
      String name,
      SpanKind kind,
      InitialAttributes attributes) {
    return of(parent).sample(parent, traceIdHigh, traceIdLow, name, kind, attributes);
  }

  private Sampler of(SpanContext parent) {
    // Before validity: what is remote and not valid is a decision that came without ids.
    if (parent.isRemote()) {
      return parent.isSampled() ? remoteSampled : remoteNotSampled;
    }
    if (!parent.isValid()) {
      return root;
    }
    return parent.isSampled() ? localSampled : localNotSampled;
  }

  /** The sampler of the root, and of the other cases those that were set. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("parentBased(").append(root).append(')');
    append(text, "remoteSampled", remoteSampled, RemoteDecision.FOLLOWED);
    append(text, "remoteNotSampled", remoteNotSampled, ConstantSampler.OFF);
    append(text, "localSampled", localSampled, ConstantSampler.INHERITED);
    append(text, "localNotSampled", localNotSampled, ConstantSampler.OFF);
    return text.toString();
  }

  private static void append(StringBuilder text, String name, Sampler sampler, Sampler otherwise) {
    if (sampler != otherwise) {
      text.append('.').append(name).append('(').append(sampler).append(')');
    }
  }

  /**
   * Samples what another service has sampled. Its threshold is kept if it agrees with that
   * decision.
   */
  private enum RemoteDecision implements Sampler {
    FOLLOWED;

    @Override
    public Sampling sample(
        SpanContext parent,
        long traceIdHigh,
        long traceIdLow,
        String name,
        SpanKind kind,
        InitialAttributes attributes) {
      return OtEntry.contradictsSampling(parent.getTraceState(), traceIdLow)
          ? Sampling.SAMPLE
          : Sampling.INHERITED;
    }
  }
}
