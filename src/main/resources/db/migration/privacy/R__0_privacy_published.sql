-- What other domains may use of privacy.

-- How long records are kept that are deleted without a request, by kind.
CREATE OR REPLACE VIEW privacy.retention_period AS
  SELECT r.kind, r.days FROM privacy.retention r WHERE r.automatic;

-- Requests for erasure that nobody has confirmed or withdrawn.
CREATE OR REPLACE VIEW privacy.requested_erasure AS
  SELECT e.id FROM privacy.erasure e WHERE e.state = 'REQUESTED';

-- What is set aside, by the row that it was.
CREATE OR REPLACE VIEW privacy.retained_row AS
  SELECT r.record, right(r.key, 36) AS row_id FROM privacy.retained_record r;
