"""The domains of the category `everyday`, one module each."""
