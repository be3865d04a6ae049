"""Where the shipped data lies: the folders of the repository in a checkout, `_data` inside an installed package."""

from __future__ import annotations

import os
from pathlib import Path

from delegate_audit.errors import UsageError
from delegate_audit.settings import CORPORA_VARIABLE

_PACKAGE = Path(__file__).parents[1]


def data_root(name: str) -> Path:
    """The folder `name` ("corpora", "relays", "reports"). Raises `UsageError` where the installation lacks it."""
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise UsageError(f"the data folder {name} is missing from this installation", "install delegate-audit again")


def corpora_root() -> Path:
    """The folder that holds `<category>/<domain>/<environment>/`: the one that `AUDIT_CORPORA` names, else the shipped one.

    Raises `UsageError` where there is no such folder.
    """
    named = os.environ.get(CORPORA_VARIABLE)
    if not named:
        return data_root("corpora")
    if not Path(named).is_dir():
        raise UsageError(f"the corpora {named} are no folder", "give the folder that audit corpora import wrote")
    return Path(named).resolve()
