package io.obs4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.regex.Pattern;

/** Whatever is taken for a statement is read to its end, and no string or number gets through. */
class SqlReaderFuzzTest {

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]|\"\")*\"|`([^`]|``)*`");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\p{Cs}0-9_@$])[0-9]", Pattern.UNICODE_CHARACTER_CLASS);

  @FuzzTest(maxDuration = "30s")
  void text_ofAnything_hasNoValue(FuzzedDataProvider data) {
    boolean mySql = data.consumeBoolean();
    String sql = data.consumeRemainingAsString();

    SqlReader reader = new SqlReader(sql, DatabaseSystem.of(mySql ? "mysql" : "h2"));

    String bare = QUOTED.matcher(reader.text()).replaceAll(" ");
    assertThat(bare).doesNotContain("'");
    assertThat(NUMBER.matcher(bare).find()).as(bare).isFalse();
    assertThat(reader.summary() == null ? "" : reader.summary()).hasSizeLessThanOrEqualTo(255);
  }
}
