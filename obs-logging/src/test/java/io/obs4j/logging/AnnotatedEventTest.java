package io.obs4j.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.TestEvent;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class AnnotatedEventTest {

  @Test
  void event_whateverItIsAsked_asksTheOneBelow() throws Exception {
    for (Method question : LogEvent.class.getMethods()) {
      Method answer =
          AnnotatedEvent.class.getMethod(question.getName(), question.getParameterTypes());

      assertThat(answer.getDeclaringClass()).as(question.getName()).isEqualTo(AnnotatedEvent.class);
    }
  }

  @Test
  void event_withABaggageAndANameOfItsOwn_keepsThem() {
    TestEvent below =
        new TestEvent("m") {
          @Override
          public String baggage(String key) {
            return key + " of the event";
          }

          @Override
          public String eventName() {
            return "order.late";
          }
        };
    LogEvent event = new AnnotatedEvent(below, "log.suppressed", 17L);

    assertThat(event.baggage("tenant")).isEqualTo("tenant of the event");
    assertThat(event.eventName()).isEqualTo("order.late");
    assertThat(event.keyValues()).singleElement().asString().contains("log.suppressed");
  }
}
