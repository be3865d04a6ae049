"""The domains of the category `creative`, one module each."""
