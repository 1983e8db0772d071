"""What rows are kept in, as a query that an engine can add up: one module for each carrier."""
