-- What was sealed with the first key of all, which belongs to no patient: a node that cannot open it does not start.
CREATE TABLE platform.seal_check (
  id     integer PRIMARY KEY CHECK (id = 1),
  sealed bytea   NOT NULL
);
