"""What can go wrong with a document, done on purpose: by element, by raw line, by file; and what only looks so."""
