package io.clinibus.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times with their offset as JSON, in the form they nearly always have: {@code
 * 2026-11-24T09:00:00+01:00}. Every list of slots is made of them, and Java's formatter takes ten
 * times as long; it is left all other forms.
 */
final class OffsetTimes {

  private static final String FORM = "0000-00-00T00:00:00+00:00";
  private static final int LENGTH = FORM.length();
  private static final int SIGN = FORM.indexOf('+');
  private static final int MINUTES_PER_HOUR = 60;
  private static final int SECONDS_PER_MINUTE = 60;

  private OffsetTimes() {}

  static Module module() {
    return new SimpleModule()
        .addSerializer(OffsetDateTime.class, new Writer())
        .addDeserializer(OffsetDateTime.class, new Reader());
  }

  /** As {@link DateTimeFormatter#ISO_OFFSET_DATE_TIME} writes it. */
  static String text(OffsetDateTime time) {
    int offset = time.getOffset().getTotalSeconds();
    boolean usual =
        time.getNano() == 0
            && time.getYear() >= 1000
            && time.getYear() <= 9999
            && offset != 0
            && offset % SECONDS_PER_MINUTE == 0;
    return usual ? usual(time, offset) : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
  }

  private static String usual(OffsetDateTime time, int offset) {
    byte[] text = new byte[LENGTH];
    two(text, 0, time.getYear() / 100);
    two(text, 2, time.getYear() % 100);
    text[4] = '-';
    two(text, 5, time.getMonthValue());
    text[7] = '-';
    two(text, 8, time.getDayOfMonth());
    text[10] = 'T';
    two(text, 11, time.getHour());
    text[13] = ':';
    two(text, 14, time.getMinute());
    text[16] = ':';
    two(text, 17, time.getSecond());
    int minutes = Math.abs(offset) / SECONDS_PER_MINUTE;
    text[SIGN] = (byte) (offset < 0 ? '-' : '+');
    two(text, 20, minutes / MINUTES_PER_HOUR);
    text[22] = ':';
    two(text, 23, minutes % MINUTES_PER_HOUR);
    return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static void two(byte[] text, int at, int number) {
    text[at] = (byte) ('0' + number / 10);
    text[at + 1] = (byte) ('0' + number % 10);
  }

  /**
   * The time a text of the usual form names.
   *
   * @return null if it is of another form, or names no time
   */
  static OffsetDateTime usual(String text) {
    if (!isUsual(text)) {
      return null;
    }
    int sign = text.charAt(SIGN) == '-' ? -1 : 1;
    try {
      return OffsetDateTime.of(
          number(text, 0) * 100 + number(text, 2),
          number(text, 5),
          number(text, 8),
          number(text, 11),
          number(text, 14),
          number(text, 17),
          0,
          ZoneOffset.ofHoursMinutes(sign * number(text, 20), sign * number(text, 23)));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static boolean isUsual(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      char form = FORM.charAt(i);
      boolean fits =
          switch (form) {
            case '0' -> c >= '0' && c <= '9';
            case '+' -> c == '+' || c == '-';
            default -> c == form;
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }

  private static final class Writer extends JsonSerializer<OffsetDateTime> {
    @Override
    public void serialize(OffsetDateTime time, JsonGenerator json, SerializerProvider all)
        throws IOException {
      json.writeString(text(time));
    }
  }

  private static final class Reader extends JsonDeserializer<OffsetDateTime> {
    @Override
    public OffsetDateTime deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      OffsetDateTime usual = json.hasToken(JsonToken.VALUE_STRING) ? usual(json.getText()) : null;
      return usual != null
          ? usual
          : InstantDeserializer.OFFSET_DATE_TIME.deserialize(json, context);
    }
  }
}
