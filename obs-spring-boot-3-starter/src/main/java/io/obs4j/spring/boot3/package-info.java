/** What is particular to Spring Boot 3.5. */
@NullMarked
package io.obs4j.spring.boot3;

import org.jspecify.annotations.NullMarked;
