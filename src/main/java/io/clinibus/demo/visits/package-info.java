/** Generates appointments with their history. */
package io.clinibus.demo.visits;
