"""Published figures of other measurements, shown for orientation and never mixed with what was measured here."""

from __future__ import annotations

import json
from dataclasses import dataclass

from delegate_audit.errors import AuditError
from delegate_audit.report.templates import root

NAMED = 4


@dataclass(frozen=True)
class PublishedModel:
    """RS@k of one model as published, 0..1, in the order of the ks."""

    name: str
    rs_at_k: tuple[float, ...]


@dataclass(frozen=True)
class Published:
    """A published table; `models` are ordered by their last score, the best first."""

    source: str
    ks: tuple[int, ...]
    models: tuple[PublishedModel, ...]

    @property
    def sentence(self) -> str:
        """The best few, the last one, and where they come from."""
        best = ", ".join(f"{model.name} {100 * model.rs_at_k[-1]:.1f}" for model in (*self.models[:NAMED], self.models[-1]))
        return f"published RS@{self.ks[-1]}, not measured here, other scorer: {best}. Source: {self.source}"


def published() -> Published:
    """The figures of DELEGATE-52 (table 1). Raises `AuditError` where the file is missing or damaged."""
    path = root() / "reference" / "delegate52_published.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        models = [PublishedModel(name, tuple(v / 100 for v in values)) for name, values in found["table1_rs_at_k"].items()]
        return Published(found["source"], tuple(found["k"]), tuple(sorted(models, key=lambda m: -m.rs_at_k[-1])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AuditError(f"the published figures cannot be read from {path}: {error}", "install delegate-audit anew") from error
