package io.obs4j.export.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names a query asks for. */
class NameQueryTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "&", "&&=", "name", "name=a", "name[]", "other[]=a", "Name[]=a"})
  void names_ofAQueryWithoutAny_areEmpty(String query) {
    assertThat(NameQuery.names(query)).isEmpty();
  }

  @Test
  void names_givenSeveralTimes_areAllRead() {
    assertThat(NameQuery.names("name[]=a&debug=1&name[]=b&name[]=a"))
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void names_thatAreEncoded_areDecoded() {
    assertThat(
            NameQuery.names("name%5B%5D=http.requests&name%5b]=a%3Db%26c&name[]=gr%C3%B6%C3%9Fe"))
        .containsExactlyInAnyOrder("http.requests", "a=b&c", "größe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name[]=%", "name[]=%4", "name[]=%zz", "%=a"})
  void names_thatAreEncodedBadly_areRefused(String query) {
    assertThatThrownBy(() -> NameQuery.names(query)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void names_upToTheLimit_areRead() {
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < NameQuery.MOST_NAMES; i++) {
      query.append("name[]=").append(i).append('&');
    }
    assertThat(NameQuery.names(query.toString())).hasSize(NameQuery.MOST_NAMES);
    assertThatThrownBy(() -> NameQuery.names(query + "name[]=more"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000");
  }
}
