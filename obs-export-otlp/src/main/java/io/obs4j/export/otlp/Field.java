package io.obs4j.export.otlp;

/**
 * A field of a message: how protobuf and JSON name it. A record, so that the compiler of the JVM
 * may take what a constant holds for constant.
 *
 * @param number by which protobuf tells it
 * @param name by which JSON tells it, in ASCII
 */
record Field(int number, String name) {}
