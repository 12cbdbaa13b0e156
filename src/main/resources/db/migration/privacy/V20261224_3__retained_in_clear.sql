-- What erasures of former releases set aside in clear, until a job has sealed it.
CREATE INDEX retained_record_in_clear ON privacy.retained_record (record, patient_id, key) WHERE NOT content ? 'sealed';
