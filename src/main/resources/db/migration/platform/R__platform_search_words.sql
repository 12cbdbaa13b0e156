-- Searchable tables keep the set of their words in a table `search_word` of their schema, so that similar words are
-- searched among some ten thousand words instead of all rows. Words of removed rows stay, and match no row,
-- until the row's data is erased.
CREATE OR REPLACE FUNCTION platform.learn_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO %I.search_word (word)
     SELECT DISTINCT word FROM fresh, unnest(fresh.words) AS word WHERE char_length(word) BETWEEN 3 AND 60 ORDER BY word
     ON CONFLICT DO NOTHING', TG_TABLE_SCHEMA);
  RETURN NULL;
END $$;

-- Words of a vocabulary similar to `asked`, with the edit distance: at most one in words of three or four letters, two
-- up to eight letters, three in longer words. A transposition counts as one.
CREATE OR REPLACE FUNCTION platform.similar_words(vocabulary regclass, asked text) RETURNS TABLE (word text, typos integer)
  LANGUAGE plpgsql STABLE STRICT ROWS 20 SET pg_trgm.similarity_threshold = 0.2 AS $$
DECLARE
  most integer := CASE WHEN char_length(asked) < 5 THEN 1 WHEN char_length(asked) < 9 THEN 2 ELSE 3 END;
BEGIN
  IF char_length(asked) NOT BETWEEN 3 AND 60 THEN
    RETURN;
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT word, min(typos) FROM (
       SELECT word, levenshtein_less_equal(word, $1, $2) AS typos FROM %1$s WHERE word %% $1
       UNION ALL
       SELECT word, 1 FROM %1$s WHERE word = ANY (ARRAY(
         SELECT left($1, i - 1) || substr($1, i + 1, 1) || substr($1, i, 1) || substr($1, i + 2)
         FROM generate_series(1, char_length($1) - 1) AS i))) AS near
     WHERE typos <= $2 AND word <> $1
     GROUP BY word ORDER BY 2, 1 LIMIT 100', vocabulary) USING asked, most;
END $$;
