package io.obs4j.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A dashboard of Grafana, as far as it asks something.
 *
 * @param queries in PromQL, with Grafana's variables
 * @param dataSources those it asks, as often as they are named
 */
record Dashboard(List<String> queries, List<String> dataSources) {

  static Dashboard read(Path file) throws IOException {
    List<String> queries = new ArrayList<>();
    List<String> dataSources = new ArrayList<>();
    try (JsonParser json = Json.FACTORY.createParser(Files.readString(file, UTF_8))) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "expr".equals(json.currentName())) {
          queries.add(json.getText());
        } else if (token == JsonToken.VALUE_STRING
            && "uid".equals(json.currentName())
            && json.getParsingContext().getParent().getCurrentName() != null) {
          dataSources.add(json.getText());
        }
      }
    }
    return new Dashboard(queries, dataSources);
  }

  /** What is asked when all services are chosen, of the last minute. */
  List<String> promql() {
    return queries.stream()
        .map(query -> query.replace("$service", ".*").replace("$__rate_interval", "1m"))
        .toList();
  }
}
