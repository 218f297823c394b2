package io.obs4j.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A test as docs/context.md shows it, which looks for open scopes at its end. */
class ScopesAtEndTest {

  private static final ScopeLeakDetector SCOPES = ScopeLeakDetector.install(Diagnostics.create());

  @AfterAll
  static void scopesAreClosed() {
    assertThat(SCOPES.openScopes()).isEmpty();
  }

  @Test
  void scope_whileItIsOpen_isTold() {
    try (Scope scope = Names.context("open").makeCurrent()) {
      assertThat(scope).isNotNull();
      assertThat(SCOPES.openScopes()).hasSize(1);
    }
  }
}
