package io.obs4j.metrics;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleCounterBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleGaugeBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleHistogramBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedDoubleUpDownCounterBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedLongCounterBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedLongGaugeBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedLongHistogramBuilder;
import io.opentelemetry.api.incubator.metrics.ExtendedLongUpDownCounterBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The builders with what the incubator adds to them: advice which attributes to keep. Loaded only
 * where the incubator is on the class path.
 */
final class OtelIncubatorBuilders {

  private OtelIncubatorBuilders() {}

  static final class LongCounters extends OtelLongCounterBuilder
      implements ExtendedLongCounterBuilder {

    LongCounters(OtelDeclaration declaration) {
      super(declaration);
    }

    @Override
    public ExtendedLongCounterBuilder setAttributesAdvice(
        @Nullable List<AttributeKey<?>> attributes) {
      declaration.attributes(attributes);
      return this;
    }
  }

  static final class LongUpDownCounters extends OtelLongUpDownCounterBuilder
      implements ExtendedLongUpDownCounterBuilder {

    LongUpDownCounters(OtelDeclaration declaration) {
      super(declaration);
    }

    @Override
    public ExtendedLongUpDownCounterBuilder setAttributesAdvice(
        @Nullable List<AttributeKey<?>> attributes) {
      declaration.attributes(attributes);
      return this;
    }
  }

  static final class LongHistograms extends OtelLongHistogramBuilder
      implements ExtendedLongHistogramBuilder {

    LongHistograms(OtelDeclaration declaration) {
      super(declaration);
    }

    @Override
    public ExtendedLongHistogramBuilder setAttributesAdvice(
        @Nullable List<AttributeKey<?>> attributes) {
      declaration.attributes(attributes);
      return this;
    }
  }

  static final class LongGauges extends OtelLongGaugeBuilder implements ExtendedLongGaugeBuilder {

    LongGauges(OtelDeclaration declaration) {
      super(declaration);
    }

    @Override
    public ExtendedLongGaugeBuilder setAttributesAdvice(
        @Nullable List<AttributeKey<?>> attributes) {
      declaration.attributes(attributes);
      return this;
    }
  }

  static final class DoubleCounters extends OtelDoubleCounterBuilder
      implements ExtendedDoubleCounterBuilder {

    DoubleCounters(OtelDeclaration declaration) {
      super(declaration);
    }

    @Override
    public ExtendedDoubleCounterBuilder setAttributesAdvice(
        @Nullable List<AttributeKey<?>> attributes) {
      declaration.attributes(attributes);
      return this;
    }
  }

  static final class DoubleUpDownCounters extends OtelDoubleUpDownCounterBuilder
      implements ExtendedDoubleUpDownCounterBuilder {

    DoubleUpDownCounters(OtelDeclaration declaration) {
      super(declaration);
    }

    @Override
    public ExtendedDoubleUpDownCounterBuilder setAttributesAdvice(
        @Nullable List<AttributeKey<?>> attributes) {
      declaration.attributes(attributes);
      return this;
    }
  }

  static final class DoubleHistograms extends OtelDoubleHistogramBuilder
      implements ExtendedDoubleHistogramBuilder {

    DoubleHistograms(OtelDeclaration declaration) {
      super(declaration);
    }

    @Override
    public ExtendedDoubleHistogramBuilder setAttributesAdvice(
        @Nullable List<AttributeKey<?>> attributes) {
      declaration.attributes(attributes);
      return this;
    }
  }

  static final class DoubleGauges extends OtelDoubleGaugeBuilder
      implements ExtendedDoubleGaugeBuilder {

    DoubleGauges(OtelDeclaration declaration) {
      super(declaration);
    }

    @Override
    public ExtendedDoubleGaugeBuilder setAttributesAdvice(
        @Nullable List<AttributeKey<?>> attributes) {
      declaration.attributes(attributes);
      return this;
    }
  }
}
