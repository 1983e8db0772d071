"""Documents as Word files: every element marked, so that a file that people edited is brought up to date."""
