"""The parts of ./dev, one module a noun; Python standard library only."""
