"""The 52 kinds of documents: one module each, the shared readers, and the registry that finds them."""
