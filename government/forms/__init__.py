"""Forms of the government floor, by noun."""
