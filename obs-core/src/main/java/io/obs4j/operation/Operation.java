package io.obs4j.operation;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Something that a program does and wants to know about: how long it takes, how often it is done
 * and fails, and its place in a trace. Kept in a field and used for each run.
 *
 * <pre>{@code
 * Operation create = obs.operation("order.create").label("tenant").create();
 *
 * try (OperationRun run = create.start(tenant)) {
 *   ...
 * }
 * Order order = create.call(() -> orders.create(cart)); // also sees what escapes
 * }</pre>
 *
 * <p>Declared by {@code Obs.operation} or, for code that is handed nothing, by {@link
 * Operations#operation}. Where nothing is traced a run allocates nothing once it is compiled, as
 * long as there are at most four labels and constants in all: together with {@code error.type} the
 * metrics look up five values without allocating, and take an array for more. Safe for use by any
 * thread; nothing here throws but what a task throws.
 */
public final class Operation {

  private final OperationDeclaration declaration;
  private final @Nullable LabelAccessor<Object>[] accessors;
  private final int arguments;
  private final Completion completion;
  private volatile Recording recording = Recording.NOTHING;

  @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of a generic type.
  Operation(
      OperationDeclaration declaration,
      List<@Nullable LabelAccessor<Object>> accessors,
      int arguments,
      Completion completion) {
    this.declaration = declaration;
    this.accessors = accessors.toArray(new LabelAccessor[0]);
    this.arguments = arguments;
    this.completion = completion;
  }

  /**
   * A task with a result.
   *
   * @param <T> the result
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Task<T extends @Nullable Object, E extends Throwable> {

    /**
     * Runs it.
     *
     * @return the result
     * @throws E as declared
     */
    T call() throws E;
  }

  /**
   * A task without a result.
   *
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Action<E extends Throwable> {

    /**
     * Runs it.
     *
     * @throws E as declared
     */
    void run() throws E;
  }

  /**
   * What runs of a woven method that begin now are recorded by.
   *
   * @param operation of the method; null while the class that holds it is yet to be initialized, as
   *     the initializer of a class above it may call it already
   * @return what the method holds until its end; for null one that records nothing
   */
  public static Recording recordingOf(@Nullable Operation operation) {
    return operation == null ? Recording.NOTHING : operation.recording;
  }

  /**
   * Starts a run, whose labels, if there are any, have no values yet.
   *
   * @return the run, to be closed by the thread that called
   */
  public OperationRun start() {
    return recording.start();
  }

  /**
   * Starts a run.
   *
   * @param value1 of the first label, or what its accessor is asked of
   * @return the run, to be closed by the thread that called
   */
  public OperationRun start(@Nullable Object value1) {
    return recording.start(value1);
  }

  /**
   * Starts a run.
   *
   * @param value1 of the first label, or what its accessor is asked of
   * @param value2 of the second label
   * @return the run, to be closed by the thread that called
   */
  public OperationRun start(@Nullable Object value1, @Nullable Object value2) {
    return recording.start(value1, value2);
  }

  /**
   * Starts a run.
   *
   * @param value1 of the first label, or what its accessor is asked of
   * @param value2 of the second label
   * @param value3 of the third label
   * @return the run, to be closed by the thread that called
   */
  public OperationRun start(
      @Nullable Object value1, @Nullable Object value2, @Nullable Object value3) {
    return recording.start(value1, value2, value3);
  }

  /**
   * Starts a run.
   *
   * @param value1 of the first label, or what its accessor is asked of
   * @param value2 of the second label
   * @param value3 of the third label
   * @param value4 of the fourth label
   * @return the run, to be closed by the thread that called
   */
  public OperationRun start(
      @Nullable Object value1,
      @Nullable Object value2,
      @Nullable Object value3,
      @Nullable Object value4) {
    return recording.start(value1, value2, value3, value4);
  }

  /**
   * Runs a task. What escapes from it is a failure.
   *
   * @param task what to run, on this thread; its result is that of the run
   * @param <T> what it returns
   * @param <E> what it may throw
   * @return what the task returned
   * @throws E as the task does
   */
  public <T extends @Nullable Object, E extends Throwable> T call(Task<T, E> task) throws E {
    Recording to = recording;
    if (to.isTraced()) {
      return callTraced(task);
    }
    long begun = to.begin();
    T result;
    try {
      result = task.call();
    } catch (Throwable e) {
      to.end(begun, e);
      throw e;
    }
    to.succeed(begun, result);
    return result;
  }

  private <T extends @Nullable Object, E extends Throwable> T callTraced(Task<T, E> task) throws E {
    OperationRun run = start();
    try {
      T result = task.call();
      run.result(result);
      return result;
    } catch (Throwable e) {
      run.fail(e);
      throw e;
    } finally {
      run.close();
    }
  }

  /**
   * Runs a task whose run ends when what it returns completes.
   *
   * @param task what to run, on this thread
   * @param <S> what it returns
   * @param <E> what it may throw
   * @return what the task returned
   * @throws E as the task does
   */
  public <S extends CompletionStage<?>, E extends Throwable> S callAsync(Task<S, E> task) throws E {
    OperationRun run = start();
    try {
      return run.endWith(task.call());
    } catch (Throwable e) {
      run.fail(e);
      throw e;
    } finally {
      run.close();
    }
  }

  /**
   * Runs a task without a result. What escapes from it is a failure.
   *
   * @param action what to run, on this thread
   * @param <E> what it may throw
   * @throws E as the action does
   */
  public <E extends Throwable> void run(Action<E> action) throws E {
    Recording to = recording;
    if (to.isTraced()) {
      runTraced(action);
      return;
    }
    long begun = to.begin();
    try {
      action.run();
    } catch (Throwable e) {
      to.end(begun, e);
      throw e;
    }
    to.end(begun, null);
  }

  private <E extends Throwable> void runTraced(Action<E> action) throws E {
    OperationRun run = start();
    try {
      action.run();
    } catch (Throwable e) {
      run.fail(e);
      throw e;
    } finally {
      run.close();
    }
  }

  @Override
  public String toString() {
    return "Operation(" + declaration.name() + ')';
  }

  OperationDeclaration declaration() {
    return declaration;
  }

  /** How labels come by their values: at the start for the first ones, from the result after. */
  @Nullable LabelAccessor<Object>[] accessors() {
    return accessors;
  }

  /** How many labels get their values at the start. */
  int arguments() {
    return arguments;
  }

  Completion completion() {
    return completion;
  }

  void bind(Recording to) {
    recording = to;
  }
}
