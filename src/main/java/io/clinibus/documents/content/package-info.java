/** Contents of documents: sealed, checked and opened piece by piece, on worker threads. */
package io.clinibus.documents.content;
