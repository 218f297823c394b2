/** obs4j in Spring Boot: what the starters have in common. */
@NullMarked
package io.obs4j.spring;

import org.jspecify.annotations.NullMarked;
