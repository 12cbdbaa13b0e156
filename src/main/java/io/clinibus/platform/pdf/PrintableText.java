package io.clinibus.platform.pdf;

import com.ibm.icu.text.Transliterator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Text in characters that the fonts of {@link AccessiblePdf} have. Others are written in Latin
 * letters without accents, as machine-readable passports have names: a name must not be printed as
 * blanks.
 */
final class PrintableText {

  /** Of what not even that has a form, such as pictographs. */
  private static final int UNKNOWN = '?';

  private static final int LAST_CHARACTER = 0x1FFFF;

  private PrintableText() {}

  static String of(String text) {
    if (text.codePoints().allMatch(PrintableText::isPrintable)) {
      return text;
    }
    var printable = new StringBuilder(text.length());
    var run = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              if (isPrintable(character)) {
                addLatin(run, printable);
                printable.appendCodePoint(character);
              } else {
                run.appendCodePoint(character);
              }
            });
    addLatin(run, printable);
    return printable.toString();
  }

  /** Characters without a sign of their own are for the renderer. */
  private static boolean isPrintable(int character) {
    return character < ' '
        || Character.getType(character) == Character.FORMAT
        || Fonts.CHARACTERS.get(character);
  }

  private static void addLatin(StringBuilder run, StringBuilder printable) {
    if (run.isEmpty()) {
      return;
    }
    String latin = Latin.OF_ANY.transliterate(run.toString());
    int first = latin.isEmpty() ? UNKNOWN : latin.codePointAt(0);
    printable.appendCodePoint(Character.toTitleCase(isPrintable(first) ? first : UNKNOWN));
    latin
        .codePoints()
        .skip(1)
        .forEach(other -> printable.appendCodePoint(isPrintable(other) ? other : UNKNOWN));
    run.setLength(0);
  }

  /** Loaded with the first character that is not printable: it takes a tenth of a second. */
  private static final class Latin {

    static final Transliterator OF_ANY = Transliterator.getInstance("Any-Latin; Latin-ASCII");
  }

  /** Those of the regular font are in the bold one as well. */
  private static final class Fonts {

    static final BitSet CHARACTERS = new BitSet(LAST_CHARACTER);

    static {
      for (String font : List.of("NotoSans-Regular", "NotoSansArabic-Regular", "DejaVuSans")) {
        try (InputStream file = AccessiblePdf.font(font);
            TrueTypeFont parsed = new TTFParser().parse(new RandomAccessReadBuffer(file))) {
          CmapLookup glyphs = parsed.getUnicodeCmapLookup();
          for (int character = 0; character <= LAST_CHARACTER; character++) {
            if (glyphs.getGlyphId(character) > 0) {
              CHARACTERS.set(character);
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
