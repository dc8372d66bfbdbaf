"""Journeys, access and pictures in a real browser on a real stack."""
