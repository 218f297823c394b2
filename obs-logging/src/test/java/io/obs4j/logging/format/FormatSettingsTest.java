package io.obs4j.logging.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.obs4j.core.internal.ByteSink;
import org.junit.jupiter.api.Test;

class FormatSettingsTest {

  private final FormatSettings settings = new FormatSettings();

  private String line() {
    TestEvent event =
        new TestEvent()
            .message("card 4111111111111111")
            .keyValue("user.password", "hunter2")
            .keyValue("iban", "DE12");
    ByteSink out = new ByteSink(16);
    settings.encoder().encode(event, out);
    return out.toString();
  }

  @Test
  void masking_byDefault_isThatOfStandardKeys() {
    assertThat(line())
        .contains("\"user.password\":\"***\"", "card 4111111111111111", "\"iban\":\"DE12\"");
  }

  @Test
  void maskedKeys_withoutMasking_addToTheStandardKeys() {
    settings.maskedKeys("iban");

    assertThat(line()).contains("\"user.password\":\"***\"", "\"iban\":\"***\"");
  }

  @Test
  void none_inEitherOrder_leavesTheKeysThatWereNamed() {
    settings.maskedKeys("iban");
    settings.masking("none");

    assertThat(line()).contains("\"user.password\":\"hunter2\"", "\"iban\":\"***\"");
  }

  @Test
  void standard_masksTexts() {
    settings.masking("Standard");

    assertThat(line()).contains("\"user.password\":\"***\"", "card ***");
  }

  @Test
  void unknownMasking_isAFaultAndTheDefaultHolds() {
    settings.masking("some");

    assertThat(line()).contains("\"user.password\":\"***\"");
    assertThat(settings.faults()).singleElement().asString().contains("keys, standard, none");
  }

  @Test
  void maskedKey_ofHyphensAlone_isAFaultAndTheOthersHold() {
    settings.maskedKeys("-, iban");

    assertThat(line()).contains("\"iban\":\"***\"");
    assertThat(settings.faults()).hasSize(1);
  }

  @Test
  void constant_thatExcludesAFieldOfTheResourceOnceNested_isAFaultAndTheOthersHold() {
    settings.nested(true);
    settings.resource("service.name", "orders");
    settings.constants("service=x, team=checkout, log.truncated=no");

    assertThat(line()).contains("\"service\":{\"name\":\"orders\"", "\"team\":\"checkout\"");
    assertThat(settings.faults())
        .hasSize(2)
        .anySatisfy(fault -> assertThat(fault).contains("The field service cannot stand"))
        .anySatisfy(fault -> assertThat(fault).contains("The field log.truncated cannot stand"));
  }

  @Test
  void format_thatExcludesAFieldOfTheResource_isRefusedWhateverTheResource() {
    LineFormat.Builder format =
        LineFormat.ecs().toBuilder().nested(true).fields(fields -> fields.constant("service", 1));

    assertThatIllegalArgumentException()
        .isThrownBy(format::build)
        .withMessageContaining("do not nest dotted keys");
  }

  @Test
  void maskedKey_withANumber_showsTheEnd() {
    settings.maskedKeys("user.password=2");
    settings.maskedKeys("iban=x");

    assertThat(line()).contains("\"user.password\":\"***\"", "\"iban\":\"DE12\"");
    assertThat(settings.faults()).singleElement().asString().contains("'x' must be a number");
  }

  @Test
  void maskedPattern_withANumber_showsTheEndAndAnUnknownOneIsAFault() {
    settings.maskedPatterns("card=4, phone");

    assertThat(line()).contains("card ***1111");
    assertThat(settings.faults()).singleElement().asString().contains("'phone'", "iban");
  }

  @Test
  void fieldThatIsNotThere_isAFaultAndTheOthersHold() {
    settings.withoutFields("nothing, ecs.version");
    settings.renamedFields("message=msg, tags");

    assertThat(line()).contains("\"msg\":\"card").doesNotContain("ecs.version");
    assertThat(settings.faults()).hasSize(2);
  }

  @Test
  void cutField_inGelf_hasTheKeyOfThatFormat() {
    settings.cutField("cut");
    settings.format("gelf");
    settings.lineLimit(LineFormat.SMALLEST_LINE_LIMIT);
    ByteSink out = new ByteSink(16);

    settings.encoder().encode(new TestEvent("x".repeat(5_000)), out);

    assertThat(out.toString()).contains("\"_cut\":\"short_message\"");
  }
}
