package io.clinibus.scheduling;

import java.util.List;

/**
 * What is known of one doctor's day besides the rules.
 *
 * @param version how often appointments changed the day
 * @param occupied time taken by visits and their buffers, in order of time
 */
record DayState(long version, List<TimeRange> occupied) {}
