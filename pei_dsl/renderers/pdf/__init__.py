"""Documents as PDF: typst sets them, from a text in which every word of others is a string."""
