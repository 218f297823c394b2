/** The shop: a gateway and three services behind it that take orders, and a load generator. */
@NullMarked
package io.obs4j.examples.shop;

import org.jspecify.annotations.NullMarked;
