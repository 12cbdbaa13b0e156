/** Believable records of the demo clinic's patients. */
package io.clinibus.records.demo;
