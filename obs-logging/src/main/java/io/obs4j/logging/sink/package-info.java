/** Where lines go: console, files and the network. */
@NullMarked
package io.obs4j.logging.sink;

import org.jspecify.annotations.NullMarked;
