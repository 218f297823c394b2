/** The encoder of obs4j, hosted in Log4j 2. */
@NullMarked
package io.obs4j.log4j2;

import org.jspecify.annotations.NullMarked;
