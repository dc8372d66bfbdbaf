"""Figures: one series of numbers, drawn on the server and handed to plotly for a reader who explores it."""
