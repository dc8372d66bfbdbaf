"""Progress reports: frozen evidence with a story, written once and given in many shapes."""
