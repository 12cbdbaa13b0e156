-- The first day on which a representation is no longer in force, as far as it is known: that on which a child is of age, or the
-- one after the last day that the front desk has set.
CREATE OR REPLACE FUNCTION patients.ends_on(relation text, born date, majority_age integer, last_day date)
RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT least(CASE relation WHEN 'CHILD' THEN (born + make_interval(years => majority_age))::date END, last_day + 1)
$$;
