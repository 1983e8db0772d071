"""The contract of a source: its rules stated once, and held to row by row or inside a database."""
