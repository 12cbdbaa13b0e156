package io.clinibus.prescriptions.orders;

import java.util.UUID;

/**
 * Who reads prescriptions.
 *
 * @param doctorId of a doctor, who always sees the own ones; null for others
 * @param seesRestricted whether it does not count that the patient keeps an encounter from doctors:
 *     for the patient, pharmacists who dispense, and doctors in an emergency
 */
record PrescriptionReader(UUID doctorId, boolean seesRestricted) {}
