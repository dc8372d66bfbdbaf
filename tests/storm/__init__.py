"""Fault injection: processes are killed while people go on saving."""
