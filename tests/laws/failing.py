"""What a broken law says: the domain, the document, the mutation, and the command that shows it again."""

from __future__ import annotations

import os
import tempfile
from hashlib import blake2b
from pathlib import Path
from shlex import quote

from delegate_audit.core.comparison import Comparison
from delegate_audit.core.finding import Severity
from delegate_audit.domains.reading import domain_for

from .specimens import Specimen

FOLDER = Path(tempfile.gettempdir()) / "delegate-audit-laws"
SHOWN = 3
"""How many violations of one test are told in full; the others are counted."""


class Violations:
    """The violations of one law on one document, gathered, so that a test tells all of them and not the first."""

    def __init__(self, law: str, specimen: Specimen) -> None:
        self.law, self.specimen = law, specimen
        self.told: list[str] = []
        self.count = 0

    def add(self, mutation: str, text: str, why: str, comparison: Comparison | None = None) -> None:
        """`mutation` says in words what was done to the document, `text` is what came of it, `why` what is wrong."""
        self.count += 1
        if self.count <= SHOWN:
            self.told.append(violation(self.law, self.specimen, mutation, text, why, comparison, self.count))

    def check(self) -> None:
        """Fail where there is any."""
        if self.count:
            raise AssertionError("\n\n".join([f"{self.count} × the law of {self.law} is broken", *self.told]))


def violation(
    law: str, specimen: Specimen, mutation: str, text: str, why: str, comparison: Comparison | None = None, number: int = 1
) -> str:
    """One violation in full, with both texts saved for the command that shows it again."""
    node = os.environ.get("PYTEST_CURRENT_TEST", "tests/laws").removesuffix(" (call)")
    folder = FOLDER / blake2b(f"{node} {law} {number}".encode(), digest_size=6).hexdigest()
    before, after = _saved(folder / "before", specimen.name, specimen.text), _saved(folder / "after", specimen.name, text)
    option = "" if domain_for(specimen.name) is specimen.domain else f" --domain {specimen.domain.name}"
    lines = [
        ("law", law),
        ("domain", specimen.domain.name),
        ("document", f"{specimen.name} of {specimen.of}"),
        ("mutation", mutation),
        ("wrong", why),
        ("got", _got(comparison)),
        ("see", f"audit compare {quote(str(before))} {quote(str(after))}{option}"),
        ("test", f"python -m pytest {quote(node)}"),
    ]
    return "\n".join(f"  {label:9} {text}" for label, text in lines if text)


def _saved(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def _got(comparison: Comparison | None) -> str:
    if comparison is None:
        return ""
    findings = [
        f"{f.change} {f.severity} {f.where} line {f.line} → {f.line_after} {f.field} {f.before[:60]!r} → {f.after[:60]!r} cost {f.cost:.4g}"
        for f in sorted(comparison.findings, key=lambda f: f.severity is Severity.LAYOUT)[:4]
    ]
    more = len(comparison.findings) - len(findings)
    return "\n            ".join(
        [f"score {comparison.score:.6f}, {len(comparison.findings)} findings", *findings, *([f"and {more} more"] * (more > 0))]
    )
