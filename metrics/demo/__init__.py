"""A seeded story of three invented collaborations, for trying the product."""
