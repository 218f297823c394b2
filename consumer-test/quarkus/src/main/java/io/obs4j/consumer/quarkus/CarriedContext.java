package io.obs4j.consumer.quarkus;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Map;
import org.eclipse.microprofile.context.spi.ThreadContextProvider;
import org.eclipse.microprofile.context.spi.ThreadContextSnapshot;

/** Carries OpenTelemetry's current context to managed executors, and through Mutiny's pipelines. */
public final class CarriedContext implements ThreadContextProvider {

  @Override
  public ThreadContextSnapshot currentContext(Map<String, String> properties) {
    return of(Context.current());
  }

  @Override
  public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
    return of(Context.root());
  }

  private static ThreadContextSnapshot of(Context context) {
    return () -> {
      Scope scope = context.makeCurrent();
      return scope::close;
    };
  }

  @Override
  public String getThreadContextType() {
    return "OpenTelemetry";
  }
}
