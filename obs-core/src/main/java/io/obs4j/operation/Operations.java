package io.obs4j.operation;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the process: declared by code that nobody hands an instance, such as woven
 * methods, and bound to whoever is installed at the moment. Until then, and after a close, they do
 * nothing.
 *
 * <pre>{@code
 * private static final Operation CREATE = Operations.operation("order.create").create();
 * }</pre>
 *
 * <p>This is the one place where obs4j keeps state for the process. Safe for use by any thread.
 */
public final class Operations {

  /*
   * The lock orders installing, uninstalling and declaring, so an operation is never bound to an
   * owner that has left. Runs read what their operation is bound to, a volatile field that is
   * written here alone; one that is under way ends where it began. Operations are held weakly, for
   * the classes that declare them to be unloaded.
   */

  private static final Set<Operation> DECLARED =
      Collections.newSetFromMap(new WeakHashMap<>()); // guarded by itself

  private static @Nullable OperationSignals owner; // guarded by DECLARED

  private Operations() {}

  /**
   * Begins to declare an operation of the process.
   *
   * @param name dotted, such as {@code order.create}; the same one may be declared again with the
   *     same labels
   * @return its builder, with timer, count and span
   * @throws IllegalArgumentException if the name is blank or too long
   */
  public static OperationBuilder operation(String name) {
    return new OperationBuilder(name, null);
  }

  /**
   * Makes all operations of the process record into these signals. Idempotent.
   *
   * @param signals of the new owner
   * @return false if they are another's
   */
  public static boolean install(OperationSignals signals) {
    Objects.requireNonNull(signals, "signals");
    synchronized (DECLARED) {
      if (owner != null) {
        return owner == signals;
      }
      owner = signals;
      for (Operation operation : DECLARED) {
        operation.bind(Recording.orNothing(operation, signals));
      }
      return true;
    }
  }

  /**
   * Makes the operations of the process do nothing again, if they record into these signals.
   *
   * @param signals of the owner that leaves
   */
  public static void uninstall(OperationSignals signals) {
    synchronized (DECLARED) {
      if (owner == signals) {
        owner = null;
        for (Operation operation : DECLARED) {
          operation.bind(Recording.NOTHING);
        }
      }
    }
  }

  static Operation declare(Operation operation) {
    synchronized (DECLARED) {
      DECLARED.add(operation);
      OperationSignals signals = owner;
      if (signals != null) {
        operation.bind(Recording.orNothing(operation, signals));
      }
      return operation;
    }
  }
}
