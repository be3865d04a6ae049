"""The wheel holds what an installed `audit` needs: code, corpora, relays, report templates, and no more."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_carries_code_and_data(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("corpora", "relays", "reports"):
        tracked = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        assert tracked
        assert {f"delegate_audit/_data/{path.relative_to(ROOT).as_posix()}" for path in tracked} <= held
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "delegate_audit").rglob("*.py") if "__pycache__" not in path.parts}
    assert code <= held
    assert not [name for name in held if name.startswith("tests/") or name.endswith(".pyc")]
