-- Emergency access lasts an hour, has a coded reason beside the text, can be ended, and is reviewed by somebody else. Reason and
-- note of the review are sealed; reasons of former releases are not. The default is for nodes of the former release.
ALTER TABLE patients.emergency_access
  ALTER reason DROP NOT NULL,
  ADD reason_code text NOT NULL DEFAULT 'OTHER'
    CHECK (reason_code IN ('LIFE_THREATENING', 'UNABLE_TO_CONSENT', 'COVERING_COLLEAGUE', 'OTHER')),
  ADD sealed bytea,
  ADD sealed_for uuid,
  ADD version bigint NOT NULL DEFAULT 1,
  ADD ended_at timestamptz,
  ADD reviewed_at timestamptz,
  ADD reviewed_by uuid,
  ADD review_result text CHECK (review_result IN ('JUSTIFIED', 'UNJUSTIFIED', 'UNCLEAR')),
  ADD CONSTRAINT emergency_access_reason CHECK ((reason IS NULL) = (sealed IS NOT NULL AND sealed_for IS NOT NULL)),
  ADD CONSTRAINT emergency_access_review
    CHECK ((reviewed_at IS NULL) = (reviewed_by IS NULL) AND (reviewed_at IS NULL) = (review_result IS NULL));
-- Those of former releases need no review.
UPDATE patients.emergency_access
   SET reviewed_at = now(), reviewed_by = '00000000-0000-0000-0000-000000000000', review_result = 'UNCLEAR';
CREATE INDEX emergency_access_opened ON patients.emergency_access (opened_at, id);
CREATE INDEX emergency_access_unreviewed ON patients.emergency_access (opened_at, id) WHERE reviewed_at IS NULL;
