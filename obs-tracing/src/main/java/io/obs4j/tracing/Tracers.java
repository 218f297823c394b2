package io.obs4j.tracing;

import io.obs4j.core.InstrumentationScope;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The tracers of all scopes: one for each, of which a limited number is remembered. */
final class Tracers implements TracerProvider {

  /*
   * Reading takes no lock. The limit may be passed by as many tracers as threads ask at once.
   */

  private static final int MOST_REMEMBERED = 1_000;

  private final Engine engine;
  private final ConcurrentHashMap<InstrumentationScope, ScopedTracer> known =
      new ConcurrentHashMap<>();

  Tracers(Engine engine) {
    this.engine = engine;
  }

  ScopedTracer of(InstrumentationScope scope) {
    ScopedTracer tracer = known.get(scope);
    if (tracer == null) {
      tracer = new ScopedTracer(engine, scope);
      ScopedTracer other = known.size() < MOST_REMEMBERED ? known.putIfAbsent(scope, tracer) : null;
      tracer = other == null ? tracer : other;
    }
    return tracer;
  }

  @Override
  public Tracer get(@Nullable String scopeName) {
    return tracerBuilder(scopeName).build();
  }

  @Override
  public Tracer get(@Nullable String scopeName, @Nullable String scopeVersion) {
    return new Builder(this, scopeName).setInstrumentationVersion(scopeVersion).build();
  }

  @Override
  public TracerBuilder tracerBuilder(@Nullable String scopeName) {
    return new Builder(this, scopeName);
  }

  /** Names a scope. Nulls count as empty, as the specification asks for a working tracer. */
  private static final class Builder implements TracerBuilder {

    private final Tracers tracers;
    private final String name;
    private String version = "";
    private String schemaUrl = "";

    Builder(Tracers tracers, @Nullable String name) {
      this.tracers = tracers;
      this.name = name == null ? "" : name;
    }

    @Override
    public TracerBuilder setSchemaUrl(@Nullable String url) {
      schemaUrl = url == null ? "" : url;
      return this;
    }

    @Override
    public TracerBuilder setInstrumentationVersion(@Nullable String newVersion) {
      version = newVersion == null ? "" : newVersion;
      return this;
    }

    @Override
    public Tracer build() {
      return tracers.of(new InstrumentationScope(name, version, schemaUrl, Attributes.empty()));
    }
  }
}
