-- Why an account is blocked is sealed by the clinic's own key. What former releases wrote is sealed by a job.
ALTER TABLE identity.account
  ADD sealed_block_reason bytea,
  ADD CONSTRAINT account_block_reason_stored CHECK (block_reason IS NULL OR sealed_block_reason IS NULL);
CREATE INDEX account_block_reason_in_clear ON identity.account (id) WHERE block_reason IS NOT NULL;
