/** Letters: composed, rendered, and confirmed by the code on them. */
package io.clinibus.documents.letters;
