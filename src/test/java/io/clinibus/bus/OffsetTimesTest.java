package io.clinibus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Times become the JSON that Jackson's own module makes of them, and come back the same. */
class OffsetTimesTest {

  private static final ObjectMapper JACKSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .build();

  /** From the year -1000 to 11000, nanoseconds now and then, offsets of odd seconds too. */
  @Property(tries = 5_000)
  void asJacksonWritesAndReadsThem(
      @ForAll @LongRange(min = -93_700_000_000L, max = 285_000_000_000L) long second,
      @ForAll @IntRange(max = 999_999_999) int nano,
      @ForAll boolean whole,
      @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int minutes,
      @ForAll @IntRange(max = 3) int oddSeconds)
      throws Exception {
    int offset = minutes * 60 + (Math.abs(minutes) < 18 * 60 && oddSeconds == 1 ? 30 : 0);
    OffsetDateTime time =
        LocalDateTime.ofEpochSecond(second, whole ? 0 : nano, ZoneOffset.UTC)
            .atOffset(ZoneOffset.ofTotalSeconds(offset));

    String json = Json.MAPPER.writeValueAsString(time);

    assertThat(json).isEqualTo(JACKSON.writeValueAsString(time));
    assertThat(Json.MAPPER.readValue(json, OffsetDateTime.class)).isEqualTo(time);
  }

  @Example
  void otherFormsAreReadAsJacksonReadsThem() throws Exception {
    for (String text :
        List.of(
            "2026-11-24T09:00:00Z",
            "2026-11-24T09:00:00+00:00",
            "2026-11-24T09:00:00-00:00",
            "2026-11-24T09:00+01:00",
            "2026-11-24T09:00:00.5+01:00",
            "2024-02-29T23:59:59-09:30")) {
      String json = '"' + text + '"';
      assertThat(Json.MAPPER.readValue(json, OffsetDateTime.class))
          .as(text)
          .isEqualTo(JACKSON.readValue(json, OffsetDateTime.class));
    }
  }

  @Example
  void whatIsNoTimeIsRefused() {
    for (String text :
        List.of(
            "2026-02-29T09:00:00+01:00",
            "2026-11-24T24:00:01+01:00",
            "2026-11-24T09:00:00+19:00",
            "2026-11-24T0x:00:00+01:00",
            "20x6-11-24T09:00:00+01:00",
            "2026-11-24T09:-1:00+01:00",
            "2026-11-24T09:00:00*01:00",
            "2026-11-24 09:00:00+01:00")) {
      assertThatThrownBy(() -> Json.MAPPER.readValue('"' + text + '"', OffsetDateTime.class))
          .as(text)
          .isInstanceOf(InvalidFormatException.class);
    }
  }
}
