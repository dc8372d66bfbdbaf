"""Tests of the government floor."""
