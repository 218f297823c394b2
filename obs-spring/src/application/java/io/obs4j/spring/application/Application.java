package io.obs4j.spring.application;

import io.obs4j.core.export.InMemoryExporter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;

/** An application on the web, with what a starter brings. */
@Configuration(proxyBeanMethods = false)
@EnableAsync
@EnableAutoConfiguration
@EnableScheduling
@ComponentScan
class Application {

  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }

  @Bean
  InMemoryExporter exporter() {
    return InMemoryExporter.create();
  }
}
