CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE SCHEMA platform;

-- unaccent() is only STABLE, as its dictionary may change; naming the dictionary makes it safe to index.
CREATE FUNCTION platform.fold(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN lower(public.unaccent('public.unaccent'::regdictionary, value));

-- A text as search sees it: folded words, without punctuation, each between single spaces. Runs of spaces are collapsed by
-- marking the end of each space with U+0001: three replacements cost a tenth of a regular expression.
CREATE FUNCTION platform.search_text(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN ' ' || btrim(replace(replace(replace(
    translate(platform.fold(value),
      $$!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~’‘ʼ´“”„«»–—‐‑·、，。・$$ || U&'\00A0\202F\3000\0001\0009\000A\000D', repeat(' ', 60)),
    ' ', U&' \0001'), U&'\0001 ', ''), U&'\0001', '')) || ' ';

-- Searchable tables keep the set of their words in a table `search_word` of their schema: a typo is looked up among some
-- ten thousand words instead of among all rows. Words of removed rows stay; they find nothing.
CREATE FUNCTION platform.learn_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO %I.search_word (word)
     SELECT DISTINCT word FROM fresh, unnest(fresh.words) AS word WHERE char_length(word) BETWEEN 3 AND 60 ORDER BY word
     ON CONFLICT DO NOTHING', TG_TABLE_SCHEMA);
  RETURN NULL;
END $$;

-- The words of a vocabulary that somebody who wrote `asked` may have meant, with the number of typos between them: one in
-- words of three or four letters, two up to eight, three in longer ones. Two letters swapped are one typo.
CREATE FUNCTION platform.similar_words(vocabulary regclass, asked text) RETURNS TABLE (word text, typos integer)
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

-- What happened, written in the transaction that made it happen. Nodes read it by transaction id: a reader that
-- remembers the oldest transaction still running at its last look misses nothing, whatever order commits come in.
CREATE TABLE platform.outbox (
  id      bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  xid     xid8        NOT NULL DEFAULT pg_current_xact_id(),
  at      timestamptz NOT NULL DEFAULT now(),
  type    text        NOT NULL,
  payload jsonb       NOT NULL,
  PRIMARY KEY (xid, id)
);
CREATE INDEX outbox_age ON platform.outbox USING brin (at);

-- The nodes that live, and whom each of them is connected with: so a node learns that it was cut off from others that go
-- on. Each writes its row once a second; nothing is lost with them, so they are kept out of the write-ahead log.
CREATE UNLOGGED TABLE platform.node (
  id         uuid        NOT NULL PRIMARY KEY,
  name       text        NOT NULL,
  roles      text[]      NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL,
  connected  uuid[]      NOT NULL
);
