/** What a node tells those who run it, on a port of its own. */
package io.clinibus.management;
