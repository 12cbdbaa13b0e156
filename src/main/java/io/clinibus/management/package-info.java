/** Health checks and metrics of a node, on a separate port. */
package io.clinibus.management;
