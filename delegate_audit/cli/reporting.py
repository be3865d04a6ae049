"""What the commands that read figures share: collecting a report, with the operations that the corpora name."""

from __future__ import annotations

from delegate_audit.corpus import environments
from delegate_audit.report.collect import collect
from delegate_audit.report.figures import Report
from delegate_audit.store.rows import EnvironmentRow
from delegate_audit.store.store import Store


def collected(store: Store, run: str | None = None) -> Report:
    """The report on a run; operations are named where the corpora still hold the environment that was run."""
    stored = {row.id for row in store.rows(EnvironmentRow)}
    known = (environment for environment in environments() if environment.id in stored)
    operations = {(e.id, task.id): task.operations for e in known for task in e.tasks}
    return collect(store, run, operations)
