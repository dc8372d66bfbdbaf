"""How organisations take part and how strong the ties between them are."""
