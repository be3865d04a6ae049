"""Where the report templates and reference figures are: in a checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

import delegate_audit


def root() -> Path:
    """The folder `reports/`: that of the repository in a checkout, `_data/reports` in an installed package."""
    package = Path(delegate_audit.__file__).parent
    installed = package / "_data" / "reports"
    return installed if installed.is_dir() else package.parent / "reports"
