"""Pages of the government floor, by noun."""
