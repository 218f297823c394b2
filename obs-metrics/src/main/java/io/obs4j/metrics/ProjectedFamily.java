package io.obs4j.metrics;

import io.opentelemetry.api.common.Attributes;
import java.util.function.Predicate;

/** A family of which rules have dropped labels. Several sets of values share a series. */
final class ProjectedFamily<S> implements Family<S> {

  private static final String[] NONE = {};

  private final LabelledFamily<S> kept;
  private final LabelProjection projection;

  ProjectedFamily(LabelledFamily<S> kept, LabelProjection projection) {
    this.kept = kept;
    this.projection = projection;
  }

  @Override
  public S of(String value1) {
    return lookUp(1, value1, "", "", "", "");
  }

  @Override
  public S of(String value1, String value2) {
    return lookUp(2, value1, value2, "", "", "");
  }

  @Override
  public S of(String value1, String value2, String value3) {
    return lookUp(3, value1, value2, value3, "", "");
  }

  @Override
  public S of(String value1, String value2, String value3, String value4) {
    return lookUp(4, value1, value2, value3, value4, "");
  }

  @Override
  public S of(String value1, String value2, String value3, String value4, String value5) {
    return lookUp(5, value1, value2, value3, value4, value5);
  }

  @Override
  public S of(String... values) {
    return values != null && values.length == projection.arity()
        ? kept.of(projection.apply(values))
        : kept.refuse();
  }

  /** Does nothing: others may write the series, too. */
  @Override
  public boolean remove(String... values) {
    return false;
  }

  @Override
  public int removeIf(Predicate<Attributes> condition) {
    return kept.removeIf(condition);
  }

  private S lookUp(int arity, String v1, String v2, String v3, String v4, String v5) {
    if (arity != projection.arity()) {
      return kept.refuse();
    }
    return switch (projection.kept().size()) {
      case 0 -> kept.of(NONE);
      case 1 -> kept.of(pick(0, v1, v2, v3, v4, v5));
      case 2 -> kept.of(pick(0, v1, v2, v3, v4, v5), pick(1, v1, v2, v3, v4, v5));
      case 3 ->
          kept.of(
              pick(0, v1, v2, v3, v4, v5),
              pick(1, v1, v2, v3, v4, v5),
              pick(2, v1, v2, v3, v4, v5));
      default ->
          kept.of(
              pick(0, v1, v2, v3, v4, v5),
              pick(1, v1, v2, v3, v4, v5),
              pick(2, v1, v2, v3, v4, v5),
              pick(3, v1, v2, v3, v4, v5));
    };
  }

  private String pick(int label, String v1, String v2, String v3, String v4, String v5) {
    return switch (projection.kept().get(label)) {
      case 0 -> v1;
      case 1 -> v2;
      case 2 -> v3;
      case 3 -> v4;
      default -> v5;
    };
  }
}
