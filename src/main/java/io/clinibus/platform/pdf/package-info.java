/** PDF files that last (PDF/A) and that everybody can read (PDF/UA). */
package io.clinibus.platform.pdf;
