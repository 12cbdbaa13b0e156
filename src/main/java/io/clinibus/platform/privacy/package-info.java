/** What domains state about the personal data that they keep. */
package io.clinibus.platform.privacy;
