"""The API: the same records by the same rights as the pages, as JSON, for programs that act for a person."""
