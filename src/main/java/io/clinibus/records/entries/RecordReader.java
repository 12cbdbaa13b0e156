package io.clinibus.records.entries;

import java.util.UUID;

/**
 * What a reader sees of a record whose patient may have restricted parts of it.
 *
 * @param doctorId the reader as a doctor, who sees what this doctor wrote; null for others
 * @param seesAll whether restrictions do not count: the patient, and doctors in an emergency
 */
public record RecordReader(UUID doctorId, boolean seesAll) {}
