"""What must be true in a seed of one domain beyond its format: balances sum, moves are legal, references resolve.

A module `<domain>.py` here has `check(files: Workspace) -> list[str]`, one sentence for everything that is wrong; it is
found by its name.
"""
