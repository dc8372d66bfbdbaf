"""Tests of the pure formulas: no database."""
