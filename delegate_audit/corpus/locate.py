"""Where the shipped data lies: the folders of the repository in a checkout, `_data` inside an installed package."""

from __future__ import annotations

from pathlib import Path

from delegate_audit.errors import UsageError

_PACKAGE = Path(__file__).parents[1]


def data_root(name: str) -> Path:
    """The folder `name` ("corpora", "relays", "reports"). Raises `UsageError` where the installation lacks it."""
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise UsageError(f"the data folder {name} is missing from this installation", "install delegate-audit again")


def corpora_root() -> Path:
    """The folder that holds `<category>/<domain>/<environment>/`."""
    return data_root("corpora")
