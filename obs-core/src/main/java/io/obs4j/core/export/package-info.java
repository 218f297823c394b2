/**
 * Exporters that need nothing but the process: into its memory, for tests, and onto its console.
 */
@NullMarked
package io.obs4j.core.export;

import org.jspecify.annotations.NullMarked;
