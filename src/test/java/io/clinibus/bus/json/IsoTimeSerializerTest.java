package io.clinibus.bus.json;

import static io.clinibus.testing.property.Generators.integers;
import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.testing.property.Generators;
import io.clinibus.testing.property.Property;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeSerializerTest {

  private record Dated(OffsetDateTime at) {}

  @Test
  void timesAreWrittenAsIsoSaysWhateverTheirFractionAndOffset() {
    Property.check(
        draw -> {
          LocalDateTime day =
              LocalDateTime.of(
                  draw.from(integers(0, 9_999)),
                  draw.from(integers(1, 12)),
                  draw.from(integers(1, 28)),
                  draw.from(integers(0, 23)),
                  draw.from(integers(0, 59)),
                  draw.from(integers(0, 59)));
          int nanos =
              draw.from(integers(0, 999)) * draw.from(Generators.of(0, 1, 1_000, 1_000_000));
          int offset = draw.from(integers(-18, 18)) * draw.from(Generators.of(3_600, 1_800, 1));
          isIso(day.withNano(nanos).atOffset(ZoneOffset.ofTotalSeconds(offset)));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-30T08:00:00Z",
        "2026-11-30T08:00:00.5+01:00",
        "2026-11-30T23:59:59.000001-09:30",
        "2026-11-30T08:00:00.123456789+18:00",
        "1893-03-31T00:00:00+00:53:28",
        "0000-01-01T00:00:00Z"
      })
  void aTimeIsWrittenAsItIsRead(String text) throws JsonProcessingException {
    assertThat(Json.MAPPER.writeValueAsString(new Dated(OffsetDateTime.parse(text))))
        .isEqualTo("{\"at\":\"" + text + "\"}");
  }

  @Test
  void yearsOfMoreDigitsAndBeforeTheFirstHaveTheirSign() {
    isIso(OffsetDateTime.MAX);
    isIso(OffsetDateTime.MIN);
    isIso(OffsetDateTime.parse("+10000-01-01T00:00:00Z"));
    isIso(OffsetDateTime.parse("-0001-01-01T00:00:00Z"));
  }

  private static void isIso(OffsetDateTime time) {
    assertThat(Json.MAPPER.valueToTree(new Dated(time)).get("at").asText())
        .isEqualTo(ISO_OFFSET_DATE_TIME.format(time));
  }
}
