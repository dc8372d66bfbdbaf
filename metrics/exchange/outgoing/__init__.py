"""Data that moves out, in shapes that other programs open at the first try."""
