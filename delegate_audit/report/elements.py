"""Single elements of the seeds and what became of them: the questions that a person asks of the view `fates`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from delegate_audit.errors import UsageError
from delegate_audit.report.rows import find_run
from delegate_audit.store.store import Store

COLUMNS = (
    "d.name, e.domain, f.environment, f.relay, r.repetition, f.file, f.line, f.kind, f.place, f.weight, f.fate, f.restored, "
    "f.harmed_at, f.cause, h.task, f.last_change, f.field, f.before, f.after"
)
SOURCE = (
    "FROM fates f JOIN relays r ON r.id = f.relay JOIN delegates d ON d.id = f.delegate JOIN environments e ON e.id = f.environment "
    "LEFT JOIN hops h ON h.relay = f.relay AND h.hop = f.harmed_at"
)
ORDER = "ORDER BY d.name, f.environment, r.repetition, f.n"


class Became(StrEnum):
    """What became of an element by the last scored round trip; restored: it was harmed before and is intact again."""

    INTACT = "intact"
    ALTERED = "altered"
    DELETED = "deleted"
    MOVED = "moved"
    RESTORED = "restored"


@dataclass(frozen=True)
class ElementFate:
    """One element of a seed in one relay.

    `line` is 1-based in the seed's `file`; `harmed_at` is the hop that harmed it first, `cause` that hop's direction
    ("undecided": one of the round trip's two), `task` its task; `change`, `field`, `before` and `after` show the last
    harm. All of these are None or empty for an element that was never harmed. `weight` is what it counts.
    """

    delegate: str
    domain: str
    environment: str
    relay: str
    repetition: int
    file: str
    line: int
    kind: str
    place: str
    weight: float
    became: Became
    harmed_at: int | None = None
    cause: str = ""
    task: str = ""
    change: str = ""
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class FateCount:
    """How many elements of a delegate's relays met with a fate, and their share by weight, 0..1."""

    delegate: str
    became: Became
    elements: int
    share: float


def counted(store: Store, run: str | None = None) -> tuple[FateCount, ...]:
    """Every fate of every delegate, also those that nobody met with. Raises `UsageError` where there is no such run."""
    sql = (
        "SELECT d.name, CASE WHEN f.restored THEN 'restored' ELSE f.fate END AS became, count(*), sum(f.weight) "
        "FROM fates f JOIN delegates d ON d.id = f.delegate WHERE f.run = ? AND f.weight > 0 GROUP BY d.name, became"
    )
    found: dict[str, dict[Became, tuple[int, float]]] = {}
    for name, became, count, weight in store.query(sql, (find_run(store, run).id,)):
        found.setdefault(str(name), {})[Became(str(became))] = (int(str(count)), float(str(weight)))
    return tuple(row for name in sorted(found) for row in _rows(name, found[name]))


def _rows(name: str, met: Mapping[Became, tuple[int, float]]) -> list[FateCount]:
    total = sum(weight for _, weight in met.values())
    return [FateCount(name, became, met.get(became, (0, 0.0))[0], met.get(became, (0, 0.0))[1] / total) for became in Became]


def fates(
    store: Store, run: str | None = None, *, became: Sequence[Became] = (), environments: Sequence[str] = (), delegates: Sequence[str] = ()
) -> tuple[ElementFate, ...]:
    """The elements of a run that weigh anything, in the order of their seeds; empty selections mean everything.

    Raises `UsageError` for an unknown run, environment or delegate.
    """
    row = find_run(store, run)
    conditions, values = ["f.run = ?", "f.weight > 0"], [row.id]
    known = {"f.environment": ("environment", environments), "d.name": ("delegate", delegates)}
    for column, (what, wanted) in known.items():
        names = [str(name) for (name,) in store.query(f"SELECT DISTINCT {column} {SOURCE} WHERE f.run = ?", (row.id,))]
        chosen = [_one_of(names, name, what) for name in wanted]
        if chosen:
            conditions.append(f"{column} IN ({', '.join('?' * len(chosen))})")
            values.extend(chosen)
    if became:
        conditions.append(f"CASE WHEN f.restored THEN 'restored' ELSE f.fate END IN ({', '.join('?' * len(became))})")
        values.extend(became)
    found = store.query(f"SELECT {COLUMNS} {SOURCE} WHERE {' AND '.join(conditions)} {ORDER}", values)
    return tuple(_fate(row) for row in found)


def _one_of(names: Sequence[str], wanted: str, what: str) -> str:
    """The full name that `wanted` is, or is the last part of."""
    fitting = [name for name in names if name == wanted or name.rsplit("/", 1)[-1] == wanted]
    if len(fitting) != 1:
        raise UsageError(f"the run has no {what} {wanted!r}", f"choose one of: {', '.join(sorted(names))}")
    return fitting[0]


def _fate(row: Sequence[object]) -> ElementFate:
    texts = ["" if value is None else str(value) for value in row]
    return ElementFate(
        delegate=texts[0],
        domain=texts[1],
        environment=texts[2],
        relay=texts[3],
        repetition=int(texts[4]),
        file=texts[5],
        line=int(texts[6]),
        kind=texts[7],
        place=texts[8],
        weight=float(texts[9]),
        became=Became.RESTORED if row[11] else Became(texts[10]),
        harmed_at=int(texts[12]) if texts[12] else None,
        cause=texts[13],
        task=texts[14],
        change=texts[15],
        field=texts[16],
        before=texts[17],
        after=texts[18],
    )
