/** How the parts of patients' data are stored: medical histories sealed, the others as JSON. */
package io.clinibus.patients.stored;
