package io.obs4j.weave;

import io.obs4j.weave.Spoken.Aspect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import net.bytebuddy.description.method.MethodDescription;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of all classes of one run, in which methods of one name share their metrics: they
 * must be of one kind, and have the same labels in the same order. Safe for use by several threads.
 */
final class SharedNames {

  private final ConcurrentMap<String, Claim> claims = new ConcurrentHashMap<>();

  /**
   * What a metric is.
   *
   * @param aspect that it measures
   * @param labels their names
   * @param by the method that was the first to say so
   */
  private record Claim(Aspect aspect, List<String> labels, String by) {

    boolean agreesWith(Claim other) {
      return aspect == other.aspect && labels.equals(other.labels);
    }
  }

  /** Notes the metrics of methods. Those that contradict earlier ones are refused. */
  void claim(List<WovenMethod> methods, Refusals refusals) {
    for (WovenMethod method : methods) {
      OperationPlan plan = method.plan();
      claim(method.method(), plan, Aspect.TIMER, plan.timer(), refusals);
      claim(method.method(), plan, Aspect.COUNTER, plan.counter(), refusals);
    }
  }

  private void claim(
      MethodDescription method,
      OperationPlan plan,
      Aspect aspect,
      @Nullable String metric,
      Refusals refusals) {
    if (metric == null) {
      return;
    }
    List<String> labels = new ArrayList<>(plan.constants().keySet());
    plan.arguments().forEach(label -> labels.add(label.key()));
    plan.results().forEach(label -> labels.add(label.key()));
    String by =
        Refusals.displayName(method.getDeclaringType().asErasure()) + '.' + method.getName();
    Claim claim = new Claim(aspect, labels, by);
    Claim first = claims.putIfAbsent(metric, claim);
    if (first != null && !first.agreesWith(claim)) {
      refusals.add(
          method,
          "makes "
              + metric
              + " a "
              + describe(claim)
              + ", but "
              + first.by
              + " makes it a "
              + describe(first)
              + "; choose another name, or the same labels in the same order");
    }
  }

  private static String describe(Claim claim) {
    return (claim.aspect == Aspect.TIMER ? "timer" : "counter")
        + " with the labels "
        + claim.labels;
  }
}
