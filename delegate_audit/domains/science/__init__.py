"""The domains of the category `science`, one module each."""
