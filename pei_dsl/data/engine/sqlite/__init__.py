"""SQLite: part of Python."""
