"""Forms of the partners floor, one file a noun."""
