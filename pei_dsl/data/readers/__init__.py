"""Readers: one for each carrier of data, and the gate that all of them pass."""
