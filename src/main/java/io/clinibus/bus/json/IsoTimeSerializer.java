package io.clinibus.bus.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Writes times with their offset exactly as {@link DateTimeFormatter#ISO_OFFSET_DATE_TIME} does,
 * without its cost: answers have many of them.
 */
public final class IsoTimeSerializer extends StdScalarSerializer<OffsetDateTime> {

  private static final long serialVersionUID = 1;

  private static final int LAST_YEAR = 9999;
  private static final int LONGEST = "9999-12-31T23:59:59.999999999+18:00:00".length();
  private static final int NANO_DIGITS = 9;
  private static final int RADIX = 10;

  public IsoTimeSerializer() {
    super(OffsetDateTime.class);
  }

  @Override
  public void serialize(OffsetDateTime time, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
      json.writeString(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
      return;
    }
    char[] text = new char[LONGEST];
    json.writeString(text, 0, write(time, text));
  }

  /**
   * @return the length of what was written
   */
  private static int write(OffsetDateTime time, char... text) {
    int end = number(time.getYear(), 4, 0, text);
    end = number(time.getMonthValue(), 2, separator('-', end, text), text);
    end = number(time.getDayOfMonth(), 2, separator('-', end, text), text);
    end = number(time.getHour(), 2, separator('T', end, text), text);
    end = number(time.getMinute(), 2, separator(':', end, text), text);
    end = number(time.getSecond(), 2, separator(':', end, text), text);
    if (time.getNano() > 0) {
      end = number(time.getNano(), NANO_DIGITS, separator('.', end, text), text);
      while (text[end - 1] == '0') {
        end--;
      }
    }
    String offset = time.getOffset().getId();
    offset.getChars(0, offset.length(), text, end);
    return end + offset.length();
  }

  private static int separator(char separator, int at, char... text) {
    text[at] = separator;
    return at + 1;
  }

  private static int number(int value, int digits, int from, char... text) {
    int rest = value;
    for (int at = from + digits - 1; at >= from; at--) {
      text[at] = (char) ('0' + rest % RADIX);
      rest /= RADIX;
    }
    return from + digits;
  }
}
