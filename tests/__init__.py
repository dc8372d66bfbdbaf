"""Behaviour of Groundwork, mirrored after its source."""
