/** Documents, letters and a prescription of the demo clinic's patient. */
package io.clinibus.documents.demo;
