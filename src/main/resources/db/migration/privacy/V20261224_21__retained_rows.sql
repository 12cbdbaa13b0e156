-- Finds what is set aside by the row that it was: keys end with its id.
CREATE INDEX retained_record_row ON privacy.retained_record (record, right(key, 36));
