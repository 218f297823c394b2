package io.obs4j.jdbc;

import java.sql.CallableStatement;

/** A call of a procedure, each execution of which is observed. */
final class ObservedCallableStatement extends ForwardingCallableStatement {

  ObservedCallableStatement(
      CallableStatement statement, ObservedConnection connection, Query query) {
    super(statement, connection, query);
  }
}
