-- Statistics for the planner: of the expression that an index of appointments now has, and of tables that are so small
-- that PostgreSQL has gathered none.
ANALYZE;
