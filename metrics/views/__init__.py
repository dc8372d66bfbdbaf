"""The pages that gather from several floors: portfolio, collaboration, score, pairs, network."""
