"""The pure formulas: arrays and frozen dataclasses in, numbers out. No Django, no clock, no randomness."""
