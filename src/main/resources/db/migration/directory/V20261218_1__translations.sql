-- The clinic's own texts (names of departments, specialties, descriptions) in other languages, found by the text itself:
-- "Cardiology" is translated once, whoever uses it.
CREATE TABLE directory.translation (
  id          uuid NOT NULL,  -- directory.text_id(text)
  language    text NOT NULL CHECK (language IN ('en', 'de', 'es')),
  text        text NOT NULL,
  translation text NOT NULL CHECK (translation <> ''),
  sort_name   text COLLATE "C" GENERATED ALWAYS AS (platform.fold(left(text, 100))) STORED,
  PRIMARY KEY (id, language)
);
CREATE INDEX translation_language ON directory.translation (language, sort_name, id);
