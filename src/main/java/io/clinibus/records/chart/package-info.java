/** Records as a whole: chart, timeline, search. */
package io.clinibus.records.chart;
