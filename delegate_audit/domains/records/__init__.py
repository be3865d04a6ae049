"""The domains of the category `records`, one module each."""
