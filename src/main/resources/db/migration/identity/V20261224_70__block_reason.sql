-- Why an account is blocked, for administrators only; null if it is not blocked, or was for another reason than a person's decision.
ALTER TABLE identity.account ADD COLUMN block_reason text CHECK (length(block_reason) BETWEEN 1 AND 500);
