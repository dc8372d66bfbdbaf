"""Mandates, officials and liaisons: the government side of a collaboration."""
