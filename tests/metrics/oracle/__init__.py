"""All scores and gates the slow way, from lists of facts and the written specification alone. Oracles for tests."""
