/** Where sealed contents are kept, outside the database. */
package io.clinibus.documents.blobs;
