-- Templates of notes: a doctor's own and those of the department. They are about nobody; names and parts are sealed by the clinic's own key.
CREATE TABLE records.note_template (
  id            uuid    PRIMARY KEY,
  doctor_id     uuid    REFERENCES directory.doctor,
  department_id uuid    REFERENCES directory.department,
  name          bytea   NOT NULL,
  parts         bytea   NOT NULL,
  version       integer NOT NULL DEFAULT 1,
  CHECK (num_nulls(doctor_id, department_id) = 1)
);
CREATE INDEX note_template_doctor ON records.note_template (doctor_id);
CREATE INDEX note_template_department ON records.note_template (department_id);
