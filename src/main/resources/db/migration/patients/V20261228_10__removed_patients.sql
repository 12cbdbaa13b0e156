-- Removed patients are few among all: their waitlist entries are found by them.
CREATE INDEX patient_deleted ON patients.patient (id) WHERE deleted_at IS NOT NULL;
