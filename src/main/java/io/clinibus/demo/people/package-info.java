/** Generates departments, doctors and patients. */
package io.clinibus.demo.people;
