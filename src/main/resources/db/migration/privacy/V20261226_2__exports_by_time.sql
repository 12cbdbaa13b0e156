-- Lists the copies of all patients.
CREATE INDEX export_created ON privacy.export (created_at, id);
