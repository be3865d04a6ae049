"""Where the report templates and reference figures are: in a checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

from delegate_audit.corpus.locate import data_root


def root() -> Path:
    """The folder `reports/`."""
    return data_root("reports")
