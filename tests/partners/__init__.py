"""Tests of the partners floor."""
