"""Template tags of the partners floor."""
