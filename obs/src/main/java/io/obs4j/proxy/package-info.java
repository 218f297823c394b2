/** Proxies that act on the annotations. */
@NullMarked
package io.obs4j.proxy;

import org.jspecify.annotations.NullMarked;
