-- Types of visits: what patients choose first when they book, and what decides the length.
CREATE TABLE scheduling.visit_type (
  id             uuid    PRIMARY KEY,
  name           text    NOT NULL CHECK (name <> ''),
  minutes        integer NOT NULL CHECK (minutes BETWEEN 5 AND 480),
  price_amount   integer CHECK (price_amount >= 0),  -- in minor units; null if none is stated
  price_currency text,
  bookable       boolean NOT NULL,                   -- by patients; else only by staff
  discreet       boolean NOT NULL DEFAULT false,     -- not named in mails
  colour         text    NOT NULL CHECK (colour IN ('BLUE', 'TEAL', 'GREEN', 'AMBER', 'RED', 'VIOLET', 'PINK', 'GREY')),
  instruction    text    NOT NULL DEFAULT '',
  questions      jsonb   NOT NULL DEFAULT '[]',
  active         boolean NOT NULL DEFAULT true,
  version        integer NOT NULL DEFAULT 1,
  sort_name      text COLLATE "C" GENERATED ALWAYS AS (platform.fold(left(name, 100))) STORED,
  CHECK (num_nulls(price_amount, price_currency) <> 1)
);
CREATE INDEX visit_type_name ON scheduling.visit_type (sort_name, id);

CREATE TABLE scheduling.visit_type_department (
  visit_type_id uuid NOT NULL REFERENCES scheduling.visit_type,
  department_id uuid NOT NULL REFERENCES directory.department,
  PRIMARY KEY (visit_type_id, department_id)
);
CREATE INDEX visit_type_department_department ON scheduling.visit_type_department (department_id);

-- Without a row for a type, all doctors of its departments offer it.
CREATE TABLE scheduling.visit_type_doctor (
  visit_type_id uuid NOT NULL REFERENCES scheduling.visit_type,
  doctor_id     uuid NOT NULL REFERENCES directory.doctor,
  PRIMARY KEY (visit_type_id, doctor_id)
);
CREATE INDEX visit_type_doctor_doctor ON scheduling.visit_type_doctor (doctor_id);

-- Answers have the questions as they were asked.
ALTER TABLE scheduling.appointment
  ADD COLUMN visit_type_id uuid REFERENCES scheduling.visit_type,
  ADD COLUMN answers       jsonb NOT NULL DEFAULT '[]';
