"""Ground floor: who takes part, what they do together, and the project package itself."""
