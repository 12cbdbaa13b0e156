/** What the patients domain states about the personal data that it keeps. */
package io.clinibus.patients.records;
