package io.obs4j.core.internal.http;

/**
 * How the body of a request is written, which its receiver has to be told.
 *
 * @param contentType such as {@code application/x-protobuf}
 * @param gzip whether it is compressed
 */
record BodyFormat(String contentType, boolean gzip) {}
