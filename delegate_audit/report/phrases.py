"""The sentences about a delegate that every format shows: what was lost, where, how, and what is missing from the figures."""

from __future__ import annotations

from dataclasses import dataclass

from delegate_audit.analysis.loss import DomainLoss, Hardness, Share
from delegate_audit.analysis.readiness import READY_AT_K
from delegate_audit.report.figures import SIMULATED, DelegateFigures, Report, RunFigures, Versus
from delegate_audit.report.wording import (
    cost,
    counted,
    interval_of_change,
    one_line,
    percent,
    points,
    rate,
    share_interval,
    tokens,
    whole_percent,
)

NAMED = 3
REASON_CHARS = 90


@dataclass(frozen=True)
class Phrase:
    """A word that names a line, and the line."""

    name: str
    text: str


def headline(run: RunFigures) -> str:
    """What was run: relay, size, repetitions, seed."""
    size = f"{counted(len(run.environments), 'environment')} × {counted(run.round_trips, 'round trip')}"
    again = f" × {counted(run.repetitions, 'repetition')}" if run.repetitions > 1 else ""
    return f"{run.relay} · {size}{again} · seed {run.seed}"


def shown_ks(report: Report) -> tuple[int, ...]:
    """Up to three ks for a table: the first, the middle one and the last that was reached."""
    last = report.last_k
    if last is None:
        return ()
    middle = 10 if last == READY_AT_K else 2 * ((last // 2 + 1) // 2)
    return tuple(sorted({2, middle, last}))


def critical(delegate: DelegateFigures) -> str:
    """Share of relays with a critical failure, at the last k."""
    last = delegate.critical.last
    return whole_percent(last.share if last else None)


def ready(delegate: DelegateFigures) -> str:
    """`14/52`, or a dash where no relay reached k = 20."""
    return "–" if delegate.ready is None else f"{delegate.ready.ready}/{delegate.ready.environments}"


def phrases(delegate: DelegateFigures) -> tuple[Phrase, ...]:
    """Everything there is to say, without lines that would be empty."""
    loss = delegate.loss
    found = (
        Phrase("loss", _loss(delegate)),
        Phrase("lost as", " · ".join(_severity(part) for part in loss.by_severity)),
        Phrase("lost in", _direction(delegate)),
        Phrase("hazard", hazard(delegate)),
        Phrase("worst", " · ".join(_domain(row) for row in loss.by_domain[:NAMED] if row.score < 1)),
        Phrase("hardest", " · ".join(_hard(row) for row in (loss.by_operation or loss.by_task)[:NAMED] if row.mean_change < 0)),
        Phrase("hops", " · ".join(f"{tally.n:,} {tally.name}" for tally in delegate.outcomes)),
        Phrase("spent", spent(delegate)),
        Phrase("incomplete", incomplete(delegate)),
        Phrase("interval", delegate.last.estimate.note if delegate.last else ""),
    )
    return tuple(phrase for phrase in found if phrase.text)


def _loss(delegate: DelegateFigures) -> str:
    loss, share = delegate.loss, delegate.critical.share_of_loss
    if share is None and not loss.by_change:
        return "nothing was lost" if delegate.last else ""
    parts = [f"{share_interval(share)} by critical failures"] if share is not None else []
    if loss.by_change:
        parts.append(", ".join(f"{share_interval(part.estimate)} {part.name}" for part in loss.by_change))
    return " · ".join(parts)


def _severity(part: Share) -> str:
    return f"{share_interval(part.estimate)} {part.name} ({counted(part.count, 'finding')})"


def _direction(delegate: DelegateFigures) -> str:
    """Which hops lost it; of what is undecided the loss is known and the hop is not."""
    return " · ".join(
        f"{share_interval(part.estimate)} {'undecided' if part.name == 'undecided' else f'{part.name} hops'}"
        for part in delegate.loss.by_direction
    )


def hazard(delegate: DelegateFigures) -> str:
    """How likely an element still whole is to be harmed in a hop, with and without critical failures; empty where unknown."""
    found = delegate.hazard
    if found is None:
        return ""
    text = f"{rate(found.overall)} per element and hop"
    quiet = found.outside_critical
    return f"{text} · {rate(quiet)} outside critical failures" if quiet is not None and delegate.critical.failures else text


def _domain(row: DomainLoss) -> str:
    return f"{row.domain} {percent(row.score)}"


def _hard(row: Hardness) -> str:
    return f"{row.name} {points(row.mean_change)}"


def spent(delegate: DelegateFigures) -> str:
    """Calls, tokens and cost."""
    spend = delegate.spend
    if not spend.calls:
        return ""
    price = "" if delegate.simulated else f" · cost {cost(spend, simulated=False)}"
    partly = f" ({counted(spend.unpriced, 'call')} of unknown price)" if 0 < spend.unpriced < spend.calls else ""
    return f"{counted(spend.calls, 'call')} · tokens {tokens(spend)}{price}{partly}"


def incomplete(delegate: DelegateFigures) -> str:
    """How many relays are not done, why, and how many each mean rests on; empty where all are done."""
    if not delegate.incomplete:
        return ""
    parts = [f"{n.relays} {n.status}{f': {one_line(n.reason, REASON_CHARS)}' if n.reason else ''}" for n in delegate.unfinished]
    counts = {row.estimate.n for row in delegate.rs_at_k}
    rests = ""
    if len(counts) > 1 or (counts and counts != {len(delegate.trajectories)}):
        marks = [row for i, row in enumerate(delegate.rs_at_k) if i == 0 or row.estimate.n != delegate.rs_at_k[i - 1].estimate.n]
        rests = "; relays behind each mean: " + ", ".join(f"RS@{row.k} {row.estimate.n}" for row in marks)
    return f"{counted(delegate.incomplete, 'relay')} of {len(delegate.trajectories)} ({'; '.join(parts)}){rests}"


def versus(found: Versus) -> str:
    """`sim:careful over sim:hasty at RS@20: +35.1 points [+31.0, +39.3], better in 47 of 52 environments (simulated)`."""
    difference = found.difference
    environments = counted(difference.estimate.environments, "environment")
    figures = f"{points(difference.estimate.mean)} points {interval_of_change(difference.estimate)}"
    mark = f" ({SIMULATED})" if found.simulated else ""
    return f"{found.first} over {found.second} at RS@{found.k}: {figures}, better in {difference.better} of {environments}{mark}"
