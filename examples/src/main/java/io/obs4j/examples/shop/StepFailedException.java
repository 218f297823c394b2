package io.obs4j.examples.shop;

/** A step of an order could not be done, as the shop is told to have it now and then. */
final class StepFailedException extends Exception {

  private static final long serialVersionUID = 1;

  StepFailedException(String message) {
    super(message);
  }
}
