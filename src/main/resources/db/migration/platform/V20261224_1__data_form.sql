-- In which form a node reads data; 0: of a release before 1. What nodes of former releases cannot read is not written while
-- they run.
ALTER TABLE platform.node ADD COLUMN data_form integer NOT NULL DEFAULT 0;
