"""The pages of the top floor and their figures."""
