package io.obs4j.spring.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.Obs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** One application, started once, with all that a starter switches on. */
class StartedApplicationTest {

  private static final PrintStream OUT = System.out;
  private static final ByteArrayOutputStream LINES = new ByteArrayOutputStream();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ConfigurableApplicationContext context;

  @BeforeAll
  static void start() {
    System.setOut(new PrintStream(LINES, true, StandardCharsets.UTF_8));
    context =
        SpringApplication.run(
            Application.class,
            "--spring.application.name=shop",
            "--spring.main.banner-mode=off",
            "--server.port=0",
            "--management.endpoints.web.exposure.include=health,prometheus",
            "--management.endpoint.health.show-details=always",
            "--obs.log.format=ecs");
  }

  @AfterAll
  static void stop() {
    context.close();
    System.setOut(OUT);
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    String port = context.getEnvironment().getProperty("local.server.port");
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void lines_fromTheFirstOn_areJsonOfTheService() {
    assertThat(LINES.toString(StandardCharsets.UTF_8).lines())
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(line).startsWith("{\"@timestamp\"").contains("\"service.name\":\"shop\""));
  }

  @Test
  void annotatedBean_called_isCountedOnThePage() throws Exception {
    assertThat(get("/orders/de").body()).isEqualTo("created for de");

    assertThat(get("/actuator/prometheus").body())
        .contains("order_create_calls_total{order_country=\"de\"")
        .contains("target_info{");
  }

  @Test
  void health_withoutChecks_isUp() throws Exception {
    assertThat(get("/actuator/health").body()).contains("\"obs\":{\"status\":\"UP\"}");
    assertThat(context.getBean(Obs.class).health().results()).isEmpty();
  }
}
