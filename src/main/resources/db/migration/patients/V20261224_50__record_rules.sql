-- The clinic's rules for who may read records and when: one row. Without an officer's address the administrators alone are told of
-- emergency accesses.
CREATE TABLE patients.record_rules (
  only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  colleagues_read boolean NOT NULL DEFAULT false,
  release_days    integer NOT NULL DEFAULT 0 CHECK (release_days BETWEEN 0 AND 60),
  officer_email   text,  -- of the privacy officer
  version         bigint  NOT NULL DEFAULT 1
);
INSERT INTO patients.record_rules DEFAULT VALUES;
