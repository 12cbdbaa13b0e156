/** Rows of the demo clinic: visits of two years, how the clinic is reached, who waits. */
package io.clinibus.scheduling.demo;
