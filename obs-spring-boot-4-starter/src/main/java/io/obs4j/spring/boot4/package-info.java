/** What is particular to Spring Boot 4. */
@NullMarked
package io.obs4j.spring.boot4;

import org.jspecify.annotations.NullMarked;
