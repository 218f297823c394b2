/** obs4j in Spring Boot: what the starters have in common. */
module io.obs4j.spring {
  requires transitive io.obs4j;
  requires transitive io.obs4j.export.prometheus;
  requires io.obs4j.logback;
  requires io.obs4j.micrometer;
  requires transitive spring.boot;
  requires transitive spring.boot.autoconfigure;
  requires transitive spring.context;
  requires spring.aop;
  requires spring.beans;
  requires transitive spring.core;
  requires static transitive spring.boot.actuator;
  requires static transitive spring.boot.actuator.autoconfigure;
  requires static io.obs4j.servlet;
  requires static transitive micrometer.core;
  requires static transitive micrometer.observation;
  requires static transitive ch.qos.logback.classic;
  requires static transitive org.jspecify;

  exports io.obs4j.spring;

  opens io.obs4j.spring; // Spring makes beans of what is not public, too
}
