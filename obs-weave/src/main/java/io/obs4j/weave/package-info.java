/** Gives annotated methods their observation while a project is built. */
@NullMarked
package io.obs4j.weave;

import org.jspecify.annotations.NullMarked;
