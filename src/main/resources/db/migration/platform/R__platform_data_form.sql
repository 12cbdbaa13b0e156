-- Whether every node that runs reads data of this form. One that was killed counts for a minute. Nodes that are no members of a
-- cluster write no row: there is only one.
CREATE OR REPLACE FUNCTION platform.every_node_reads(form integer) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM platform.node n WHERE n.data_form < form AND n.seen_at > now() - interval '1 minute')
$$;
