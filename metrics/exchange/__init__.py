"""Data that moves in and out."""
