"""Texts, files, names and moments that nobody chose: what must hold for all of them, tried for minutes."""
