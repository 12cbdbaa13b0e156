/** Documents of patients: uploads, the store of their sealed contents, and letters. */
package io.clinibus.documents;
