-- Snippets are sealed by the clinic's own key: their doctors may type anything. What former releases wrote is sealed by a job.
ALTER TABLE records.note_snippet
  ALTER text DROP NOT NULL,
  ADD sealed bytea,
  ADD CONSTRAINT note_snippet_stored CHECK (num_nulls(text, sealed) = 1);
CREATE INDEX note_snippet_in_clear ON records.note_snippet (id) WHERE text IS NOT NULL;
