package io.clinibus.platform.pdf;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Renders XHTML as PDF/A and PDF/UA-1. The fonts are {@code Noto Sans} and {@code Noto Sans
 * Arabic}. Takes a tenth of a second: for worker threads.
 */
public final class AccessiblePdf {

  private static final int REGULAR = 400;
  private static final int BOLD = 700;

  static {
    XRLog.setLoggingEnabled(false); // It writes to the console, not to the log.
  }

  private AccessiblePdf() {}

  /** As PDF/A-2a: nothing is attached. */
  public static byte[] document(String html) {
    return render(html, PdfAConformance.PDFA_2_A);
  }

  /** As PDF/A-3a: other files may belong to it. */
  public static byte[] withFiles(String html) {
    return render(html, PdfAConformance.PDFA_3_A);
  }

  private static byte[] render(String html, PdfAConformance conformance) {
    var pdf = new ByteArrayOutputStream();
    var builder = new PdfRendererBuilder();
    builder.useFont(() -> font("NotoSans-Regular"), "Noto Sans", REGULAR, FontStyle.NORMAL, true);
    builder.useFont(() -> font("NotoSans-Bold"), "Noto Sans", BOLD, FontStyle.NORMAL, true);
    builder.useFont(
        () -> font("NotoSansArabic-Regular"), "Noto Sans Arabic", REGULAR, FontStyle.NORMAL, true);
    builder.usePdfUaAccessibility(true);
    builder.usePdfAConformance(conformance);
    builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
    builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
    builder.useUnicodeBidiReorderer(new ICUBidiReorderer());
    builder.withHtmlContent(html, null);
    builder.toStream(pdf);
    try {
      builder.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pdf.toByteArray();
  }

  /** Text for XHTML, which has no control characters. */
  public static String escaped(String text) {
    return text.replaceAll("[\\p{Cntrl}\\uFFFE\\uFFFF]", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static InputStream font(String name) {
    return AccessiblePdf.class.getResourceAsStream("/fonts/" + name + ".ttf");
  }
}
