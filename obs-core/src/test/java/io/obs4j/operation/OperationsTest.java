package io.obs4j.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OperationsTest {

  private final ScriptedSignals first = new ScriptedSignals();
  private final ScriptedSignals second = new ScriptedSignals();
  private final Operation operation = Operations.operation("work").create();

  @AfterEach
  void uninstall() {
    Operations.uninstall(first);
    Operations.uninstall(second);
  }

  @Test
  void call_whereTheStackEndsWhileItIsMeasured_leavesNothingCurrent() {
    Operation operation = OperationBuilder.of("deep", first).create();
    first.error = new StackOverflowError();

    assertThatThrownBy(() -> operation.call(() -> 1)).isSameAs(first.error);

    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void start_whileNobodyIsInstalled_recordsNothing() {
    try (OperationRun run = operation.start("label")) {
      run.label("any", "value");
      run.fail(new IllegalStateException());
      assertThat(run.span().getSpanContext().isValid()).isFalse();
      assertThat(run.returned("result")).isEqualTo("result");
    }

    assertThat(first.measured).isEmpty();
  }

  @Test
  void install_ofOperationsThatWereThereBefore_bindsThem() {
    assertThat(Operations.install(first)).isTrue();

    operation.start().close();

    assertThat(first.measured).containsExactly("work 0 null null null null null");
  }

  @Test
  void operation_declaredWhileSomebodyIsInstalled_isBound() {
    Operations.install(first);

    Operations.operation("late").create().start().close();

    assertThat(first.measured).containsExactly("late 0 null null null null null");
  }

  @Test
  void install_ofASecondOwner_isRefused() {
    assertThat(Operations.install(first)).isTrue();
    assertThat(Operations.install(first)).isTrue();

    assertThat(Operations.install(second)).isFalse();

    operation.start().close();
    assertThat(first.measured).hasSize(1);
    assertThat(second.measured).isEmpty();
  }

  @Test
  void uninstall_andInstallOfAnother_followsTheOwner() {
    Operations.install(first);
    Operations.uninstall(first);
    operation.start().close();
    Operations.install(second);
    operation.start().close();

    assertThat(first.measured).isEmpty();
    assertThat(second.measured).hasSize(1);
  }

  @Test
  void uninstall_ofWhoIsNotTheOwner_changesNothing() {
    Operations.install(first);
    Operations.uninstall(second);

    operation.start().close();

    assertThat(first.measured).hasSize(1);
  }

  @Test
  void close_ofARunThatSawAnotherOwnerCome_endsWhereItBegan() {
    Operations.install(first);
    OperationRun run = operation.start();
    first.clock.advance(Duration.ofNanos(7));
    Operations.uninstall(first);
    Operations.install(second);

    run.close();

    assertThat(first.measured).containsExactly("work 7 null null null null null");
    assertThat(second.measured).isEmpty();
  }

  @Test
  void install_whereAnOperationIsRefused_leavesItOutAndTellsIt() {
    first.refused.add("work");
    Operation other = Operations.operation("other").create();

    assertThat(Operations.install(first)).isTrue();
    operation.start().close();
    other.start().close();

    assertThat(first.measured).containsExactly("other 0 null null null null null");
    assertThat(first.diagnostics.faultCount("operation")).isPositive();
  }

  @Test
  void operation_thatNobodyKeeps_isCollected() {
    WeakReference<Operation> dropped =
        new WeakReference<>(Operations.operation("dropped").create());

    while (dropped.get() != null) {
      System.gc();
    }

    assertThat(dropped.get()).isNull();
  }

  @Test
  void start_andLabel_valueThatThrows_isLeftOutAndTold() {
    Operations.install(first);
    Operation labelled = Operations.operation("labelled").label("a").label("b").create();

    try (OperationRun run = labelled.start(new Broken())) {
      run.label("b", new Broken());
    }

    assertThat(first.measured).containsExactly("labelled 0 null null null null null");
    assertThat(first.diagnostics.faultCount("operation.label")).isEqualTo(2);
  }

  /** A value whose text cannot be had. */
  private static final class Broken extends Number {

    private static final long serialVersionUID = 1;

    @Override
    public int intValue() {
      return 0;
    }

    @Override
    public long longValue() {
      return 0;
    }

    @Override
    public float floatValue() {
      return 0;
    }

    @Override
    public double doubleValue() {
      return 0;
    }

    @Override
    public String toString() {
      throw new IllegalStateException("broken");
    }
  }
}
