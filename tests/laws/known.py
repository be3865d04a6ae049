"""Where a law does not hold: what a format means otherwise, and what is still to be mended. Both lists only shrink.

Each key is a test as pytest names it, within this folder. A test listed here must fail; one that holds again fails the run
until its entry is taken out, and so does an entry for a test that is no more.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

MEANT = {
    test: reason
    for path in sorted((Path(__file__).parent / "meant").glob("*.toml"))
    for test, reason in tomllib.loads(path.read_text("utf-8")).items()
}
"""The format itself gives a meaning to what the law calls meaningless; a file a domain."""

TO_BE_MENDED: dict[str, str] = {}
"""Faults of the package that a law has shown."""
