/** What is wrong with single fields of a request, as codes that clients translate. */
package io.clinibus.bus.field;
