-- Creates the partitions of a month and of the two that follow, unless they exist.
CREATE OR REPLACE FUNCTION audit.add_partitions(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first date := date_trunc('month', at AT TIME ZONE 'UTC')::date;
  part  text;
BEGIN
  FOR month IN 0..2 LOOP
    part := 'entry_' || to_char(first + month * interval '1 month', 'YYYYMM');
    IF to_regclass('audit.' || part) IS NULL THEN
      PERFORM pg_advisory_xact_lock(hashtextextended('audit.add_partitions', 0));
      IF to_regclass('audit.' || part) IS NULL THEN
        EXECUTE format(
          'CREATE TABLE audit.%I PARTITION OF audit.entry FOR VALUES FROM (%L) TO (%L)', part,
          (first + month * interval '1 month') AT TIME ZONE 'UTC',
          (first + (month + 1) * interval '1 month') AT TIME ZONE 'UTC');
        EXECUTE format(
          'CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit.%I
             FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', part);
      END IF;
    END IF;
  END LOOP;
END $$;

SELECT audit.add_partitions(now());
