"""The command line as a person uses it."""

from __future__ import annotations

import sys

import pytest

from delegate_audit.cli.app import main


@pytest.fixture
def audit(monkeypatch, capsys, tmp_path):
    """Runs a command in an empty folder: its exit code, and what it printed on both streams."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["audit", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call
