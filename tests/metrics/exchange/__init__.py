"""Tests of what moves in and out."""
