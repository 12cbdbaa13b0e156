-- Doctors are found by their specialty in every language that it is translated to. Descriptions are longer, and are not
-- searched.
ALTER TABLE directory.translation
  ADD COLUMN search text   GENERATED ALWAYS AS (platform.search_text(left(translation, 100))) STORED,
  ADD COLUMN words  text[] GENERATED ALWAYS AS
    (string_to_array(btrim(platform.search_text(left(translation, 100))), ' ')) STORED;
CREATE INDEX translation_search ON directory.translation USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit = 256);
CREATE INDEX translation_words ON directory.translation USING gin (words) WITH (gin_pending_list_limit = 256);
CREATE TRIGGER translation_words_of_new AFTER INSERT ON directory.translation
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION platform.learn_words();
CREATE TRIGGER translation_words_of_changed AFTER UPDATE ON directory.translation
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION platform.learn_words();
INSERT INTO directory.search_word (word)
SELECT DISTINCT word FROM directory.translation t, unnest(t.words) AS word WHERE char_length(word) BETWEEN 3 AND 60 ORDER BY word
ON CONFLICT DO NOTHING;
