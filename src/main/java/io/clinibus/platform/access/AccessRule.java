package io.clinibus.platform.access;

import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import java.util.Map;
import java.util.Set;

/**
 * Who may use an operation, on whose data. {@code docs/access.md} lists the rules.
 *
 * @param part what of the data it is about, in words of the documentation, such as {@code notes}
 * @param allowed the relations to the patient in which each role may use it
 */
public record AccessRule(
    Operation<?, ?> operation, String part, Map<Role, Set<PatientRelation>> allowed) {}
