/** Documents in PostgreSQL, and what may be done with them. */
package io.clinibus.documents.store;
