package io.obs4j.http;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One method of one route: the name of its spans, and the attributes of its metrics for each way in
 * which it was answered, made once.
 */
final class Endpoint {

  /*
   * Readers take the array once and search it without a lock. Who misses copies it under the
   * monitor, which only the first answers of a kind enter. What is not kept any more, beyond the
   * limit, is made anew: equal attributes are the same series.
   */

  /** How many kinds of answers are kept. */
  static final int MOST_ANSWERS = 64;

  private static final Answer[] NONE = {};

  private final int method;
  private final @Nullable String route;
  private final String spanName;
  private volatile Answer[] answers = NONE;

  Endpoint(int method, @Nullable String route) {
    this.method = method;
    this.route = route;
    this.spanName = HttpMethods.spanName(method, route);
  }

  String spanName() {
    return spanName;
  }

  /**
   * The attributes of a request that has ended.
   *
   * @param scheme of the URL
   * @param version of the protocol, null if not known
   * @param status of the response, 0 if there was none, negative if nobody knows
   * @param errorType null if there was no error
   */
  Attributes answered(
      String scheme, @Nullable String version, int status, @Nullable String errorType) {
    for (Answer answer : answers) {
      if (answer.is(scheme, version, status, errorType)) {
        return answer.attributes;
      }
    }
    return keep(
        new Answer(
            scheme, version, status, errorType, attributes(scheme, version, status, errorType)));
  }

  private synchronized Attributes keep(Answer answer) {
    Answer[] known = answers;
    if (known.length < MOST_ANSWERS) {
      Answer[] more = Arrays.copyOf(known, known.length + 1);
      more[known.length] = answer;
      answers = more;
    }
    return answer.attributes;
  }

  private Attributes attributes(
      String scheme, @Nullable String version, int status, @Nullable String errorType) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(HttpAttributes.METHOD_KEY, HttpMethods.attribute(method))
            .put(HttpAttributes.URL_SCHEME_KEY, scheme);
    if (route != null) {
      attributes.put(HttpAttributes.ROUTE_KEY, route);
    }
    HttpAttributes.addAnswer(attributes, version, status, errorType);
    return attributes.build();
  }

  /** A kind of answer. */
  private record Answer(
      String scheme,
      @Nullable String version,
      int status,
      @Nullable String errorType,
      Attributes attributes) {

    boolean is(
        String otherScheme,
        @Nullable String otherVersion,
        int otherStatus,
        @Nullable String otherErrorType) {
      return status == otherStatus
          && scheme.equals(otherScheme)
          && Objects.equals(version, otherVersion)
          && Objects.equals(errorType, otherErrorType);
    }
  }
}
