"""Where a law does not hold: what a format means otherwise, and what is still to be mended. Both lists only shrink.

Each key is a test as pytest names it, within this folder. A test listed here must fail; one that holds again fails the run
until its entry is taken out, and so does an entry for a test that is no more.
"""

from __future__ import annotations

_BLOCKS = "in YAML, blanks and blank lines within a block of text are part of the text"

MEANT = {
    "test_surface.py::test_surface[json-every_form.yaml-blank lines doubled]": _BLOCKS,
}
"""The format itself gives a meaning to what the law calls meaningless."""

TO_BE_MENDED: dict[str, str] = {}
"""Faults of the package that a law has shown."""
