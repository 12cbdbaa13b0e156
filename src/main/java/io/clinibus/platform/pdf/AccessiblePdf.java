package io.clinibus.platform.pdf;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FSFontUseCase;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;

/**
 * Renders XHTML as PDF/A and PDF/UA-1. The fonts are {@code Noto Sans}, {@code Noto Sans Arabic},
 * and {@code DejaVu Sans} for what these lack. Takes a tenth of a second: for worker threads.
 */
public final class AccessiblePdf {

  private static final int REGULAR = 400;
  private static final int BOLD = 700;

  static {
    XRLog.setLoggingEnabled(false); // It writes to the console, not to the log.
  }

  private AccessiblePdf() {}

  /**
   * As PDF/A-2a: nothing is attached.
   *
   * @param folder whose pictures it may show; null for none. Nothing else is read.
   */
  public static byte[] document(String html, Path folder) {
    return render(html, folder, PdfAConformance.PDFA_2_A);
  }

  /** As PDF/A-3a: other files may belong to it. */
  public static byte[] withFiles(String html) {
    return render(html, null, PdfAConformance.PDFA_3_A);
  }

  private static byte[] render(String html, Path folder, PdfAConformance conformance) {
    var pdf = new ByteArrayOutputStream();
    var builder = new PdfRendererBuilder();
    builder.useFont(() -> font("NotoSans-Regular"), "Noto Sans", REGULAR, FontStyle.NORMAL, true);
    builder.useFont(() -> font("NotoSans-Bold"), "Noto Sans", BOLD, FontStyle.NORMAL, true);
    builder.useFont(
        () -> font("NotoSansArabic-Regular"), "Noto Sans Arabic", REGULAR, FontStyle.NORMAL, true);
    builder.useFont(
        () -> font("DejaVuSans"),
        "DejaVu Sans",
        REGULAR,
        FontStyle.NORMAL,
        true,
        EnumSet.of(FSFontUseCase.FALLBACK_FINAL));
    builder.usePdfUaAccessibility(true);
    builder.usePdfAConformance(conformance);
    builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
    builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
    builder.useUnicodeBidiReorderer(new ICUBidiReorderer());
    builder.useExternalResourceAccessControl(
        (uri, type) -> isAllowed(uri, folder),
        ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI);
    builder.withHtmlContent(html, folder == null ? null : folder.toUri().toString());
    builder.toStream(pdf);
    try {
      builder.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pdf.toByteArray();
  }

  private static boolean isAllowed(String uri, Path folder) {
    return uri.startsWith("data:")
        || folder != null
            && uri.startsWith("file:")
            && Path.of(URI.create(uri)).normalize().startsWith(folder);
  }

  /**
   * Text for XHTML, which has no control characters, in characters that the fonts have: others are
   * written in Latin letters.
   */
  public static String escaped(String text) {
    return PrintableText.of(text)
        .replaceAll("[\\p{Cntrl}\\uFFFE\\uFFFF]", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static InputStream font(String name) {
    return AccessiblePdf.class.getResourceAsStream("/fonts/" + name + ".ttf");
  }
}
