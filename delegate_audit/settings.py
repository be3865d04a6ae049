"""The environment variables that the program obeys, and nothing else: every command may read this at its start."""

CORPORA_VARIABLE = "AUDIT_CORPORA"
"""A folder with environments, instead of those that come with the program."""
