package io.obs4j.benchmarks;

/**
 * What one side exports once it has done the work of a question.
 *
 * @param side its name
 * @param samples those that all sides of the question have
 */
record Outcome(String side, Samples samples) {}
