package io.obs4j.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.judges.Waiting;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails each test class of this module that leaks a scope. */
public final class ScopesAreClosed implements BeforeAllCallback, AfterAllCallback {

  private static final Diagnostics DIAGNOSTICS = Diagnostics.create();

  private long told;

  @Override
  public void beforeAll(ExtensionContext context) {
    ScopeLeakDetector.install(DIAGNOSTICS);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    long before = told;
    told = DIAGNOSTICS.faultCount(ScopeLeakDetector.FAULT);
    ScopeLeakDetector detector = ScopeLeakDetector.install(DIAGNOSTICS);
    Waiting.until("the end of all scopes", () -> detector.openScopes().isEmpty());
    assertThat(told).as("leaked scopes").isEqualTo(before);
  }
}
