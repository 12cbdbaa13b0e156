/** A generated clinic as a whole, and writing it to the database. */
package io.clinibus.demo.clinic;
