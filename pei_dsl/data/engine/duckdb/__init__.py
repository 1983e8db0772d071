"""DuckDB: inside this process, for files and frames."""
