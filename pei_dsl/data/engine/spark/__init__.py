"""Spark: frames of a session that a host hands over."""
