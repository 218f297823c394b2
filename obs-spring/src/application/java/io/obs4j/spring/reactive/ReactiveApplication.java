package io.obs4j.spring.reactive;

import io.obs4j.core.export.InMemoryExporter;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** An application of WebFlux, with what a starter brings. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan
class ReactiveApplication {

  @Bean
  InMemoryExporter exporter() {
    return InMemoryExporter.create();
  }
}
