"""The domains of the category `code`, one module each."""
