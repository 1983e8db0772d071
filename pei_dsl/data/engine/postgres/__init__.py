"""PostgreSQL: a database of somebody else, read only."""
