"""Forms of the top floor, by noun."""
