/** How values are written as JSON where Jackson's way costs more than the rest of an answer. */
package io.clinibus.bus.json;
