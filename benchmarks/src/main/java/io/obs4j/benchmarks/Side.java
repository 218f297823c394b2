package io.obs4j.benchmarks;

import java.util.Map;

/**
 * What JMH times on one side.
 *
 * @param name of the side
 * @param method of the benchmark, as {@code Class.method}
 * @param threads how many call it at the same time
 * @param parameters of JMH, empty for none
 */
record Side(String name, String method, int threads, Map<String, String> parameters) {}
