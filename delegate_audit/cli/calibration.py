"""A calibration as a person reads it: a table a domain, false alarms, scorers side by side, what was missed, a last line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from delegate_audit.calibration.contract import Calibration, Outcome, Trial, VariantTrial
from delegate_audit.calibration.tally import Row, Sight, Totals, missed, rows, sights, totals, variant_rows
from delegate_audit.report.wording import NONE, counted, one_line, percent, whole_percent

MAX_SHOWN_CHARS = 60
MAX_ALARM_CHARS = 240
COLOURS = {Outcome.NO_TRACE: "red", Outcome.SEEN: "yellow", Outcome.ELSEWHERE: "magenta"}
SAID = {
    Outcome.CAUGHT: "caught",
    Outcome.SEEN: "seen but not weighed",
    Outcome.ELSEWHERE: "weighed but not at the place",
    Outcome.NO_TRACE: "without a trace",
    Outcome.MEANINGLESS: "meaningless",
}
HEADINGS = {Outcome.SEEN: "seen", Outcome.ELSEWHERE: "elsewhere", Outcome.NO_TRACE: "no trace", Outcome.MEANINGLESS: "meaningless"}
ALWAYS = {Outcome.SEEN, Outcome.NO_TRACE}


def printed(calibration: Calibration, examples: int) -> Group:
    """Everything, top to bottom."""
    counts = rows(calibration.trials)
    domains = list(dict.fromkeys(subject.domain for subject in calibration.subjects))
    parts: list[RenderableType] = []
    for domain in domains:
        parts += [_domain_title(calibration, domain), _classes([row for row in counts if row.key.domain == domain]), ""]
    if len(domains) > 1:
        parts += [Text("By domain", "bold"), _summary(calibration, domains), ""]
    parts += [Text.assemble(("Meaningless variants", "bold"), "  texts that say the same as the document"), _variants(calibration), ""]
    parts += [*_alarms(calibration.alarms), *_scorers(calibration), *_missed(calibration, examples)]
    return Group(*parts, *_bottom_line(calibration))


def _domain_title(calibration: Calibration, domain: str) -> Text:
    subjects = [subject for subject in calibration.subjects if subject.domain == domain]
    named = "; ".join(f"{s.origin}, {counted(s.lines, 'line')}, {counted(s.elements, 'element')}" for s in subjects[:3])
    more = f"; and {len(subjects) - 3} more" if len(subjects) > 3 else ""
    return Text.assemble((domain, "bold"), f"  {named}{more}")


def _classes(counts: Sequence[Row]) -> Table:
    """One row a class and amount; outcomes that never came up have no column of their own."""
    shown = [o for o in HEADINGS if o in ALWAYS or any(row.outcomes[o] for row in counts)]
    table = _table("class", "amount", "n", "caught", *(HEADINGS[o] for o in shown), "loss %", "of injected", "ms")
    for above, row in pairwise([None, *counts]):
        assert row is not None
        first = above is None or (above.key.family, above.key.fault) != (row.key.family, row.key.fault)
        if above is not None and above.key.family != row.key.family:
            table.add_section()
        table.add_row(
            _class_name(row.key.family, row.key.fault) if first else "",
            row.key.amount,
            f"{row.n:,}",
            whole_percent(row.caught),
            *(_count(row.outcomes[o], o) for o in shown),
            percent(row.mean_loss),
            NONE if row.loss_per_injected is None else f"{row.loss_per_injected:.2f}",
            _ms(row.ms),
        )
    return table


def _class_name(family: str, fault: str) -> str:
    name = fault.replace("_", " ")
    return f"line {name}" if family == "line" else name


def _summary(calibration: Calibration, domains: Sequence[str]) -> Table:
    found = {domain: totals(calibration, domain) for domain in domains}
    shown = [o for o in HEADINGS if o in ALWAYS or any(t.outcomes[o] for t in found.values())]
    table = _table("domain", "n", "caught", *(HEADINGS[o] for o in shown), "variants", "false alarms", "ms", left=1)
    for domain, total in found.items():
        meant = total.n - total.outcomes[Outcome.MEANINGLESS]
        caught = whole_percent(total.outcomes[Outcome.CAUGHT] / meant if meant else None)
        outcomes = [_count(total.outcomes[o], o) for o in shown]
        alarms = Text(f"{total.false_alarms:,}", "red" if total.false_alarms else "")
        table.add_row(domain, f"{total.n:,}", caught, *outcomes, f"{total.variants:,}", alarms, _ms(total.ms))
    return table


def _variants(calibration: Calibration) -> Table:
    """Sorts of variants, over all domains: false alarms of the structure scorer, and how many moved each other scorer's number."""
    counts = variant_rows(calibration.variants)
    others = [name for name in dict.fromkeys(name for row in counts for name in row.moved) if name != "structure"]
    table = _table("variant", "n", "false alarms", "no trace", *(f"{name} moved" for name in others), left=1)
    for variant in dict.fromkeys(row.variant for row in counts):
        same = [row for row in counts if row.variant == variant]
        alarms, untraced = sum(row.false_alarms for row in same), sum(row.no_trace for row in same)
        moved = [f"{sum(row.moved.get(name, 0) for row in same):,}" for name in others]
        flagged = Text(f"{alarms:,}", "red" if alarms else "")
        table.add_row(variant, f"{sum(row.n for row in same):,}", flagged, _count(untraced, Outcome.NO_TRACE), *moved)
    return table


def _alarms(alarms: Sequence[VariantTrial]) -> Iterable[RenderableType]:
    if not alarms:
        return
    yield Text("False alarms", "bold")
    table = _list(3)
    for alarm in alarms:
        table.add_row(Text(f"  {alarm.variant}", "red"), Text(alarm.origin), Text(one_line(alarm.alarm, MAX_ALARM_CHARS)))
    yield table
    yield ""


def _scorers(calibration: Calibration) -> Iterable[RenderableType]:
    """What each scorer sees of the smallest amount: the share whose number moved, and by how much in the mean."""
    smallest = str(calibration.plan.amounts[0])
    found = [s for s in sights(calibration.trials, by_domain=False) if s.key.amount in {smallest, "file"}]
    names = list(dict.fromkeys(sight.scorer for sight in found))
    if len(names) < 2:
        return
    yield Text.assemble(("Scorers side by side", "bold"), f"  amount {smallest}: share that each sees, its mean loss")
    edits = any(sight.mean_line_edits is not None for sight in found)
    headings = [heading for name in names for heading in (name, "loss %", *(("edits",) if name == "diff" and edits else ()))]
    table = _table("class", *headings, left=1)
    for family, fault in dict.fromkeys((s.key.family, s.key.fault) for s in found):
        by_name = {s.scorer: s for s in found if (s.key.family, s.key.fault) == (family, fault)}
        table.add_row(_class_name(family, fault), *(cell for name in names for cell in _sight(by_name.get(name), name == "diff" and edits)))
    yield table
    partial = _partial(found, names)
    yield Text(partial, "dim") if partial else ""
    if partial:
        yield ""


def _sight(sight: Sight | None, with_edits: bool) -> list[str]:
    if sight is None or not sight.n:
        return [NONE] * (3 if with_edits else 2)
    edits = [NONE if sight.mean_line_edits is None else f"{sight.mean_line_edits:.1f}"] if with_edits else []
    return [whole_percent(sight.sees), percent(sight.mean_loss), *edits]


def _partial(found: Sequence[Sight], names: Sequence[str]) -> str:
    """Which scorers looked at a part of the texts alone, or could measure nothing in some."""
    looked = {name: sum(s.n for s in found if s.scorer == name) for name in names}
    unmeasured = {name: sum(s.unmeasured for s in found if s.scorer == name) for name in names}
    parts = [f"{name} looked at {looked[name]:,} of {looked[names[0]]:,} texts" for name in names if looked[name] < looked[names[0]]]
    parts += [f"{name} could measure nothing in {n:,}" for name, n in unmeasured.items() if n]
    return "; ".join(parts)


def _missed(calibration: Calibration, examples: int) -> Iterable[RenderableType]:
    found = missed(calibration.trials)
    if not found:
        return
    shown = found[:examples] if examples else found
    yield Text.assemble(("Not caught", "bold"), f"  {len(shown):,} of {len(found):,}")
    table = _list(4)
    for trial in shown:
        name = f"{_class_name(trial.family, trial.fault)} ({trial.amount})"
        place = f"{trial.origin}:{trial.line}" if trial.line else trial.origin
        table.add_row(Text(f"  {trial.outcome}", COLOURS[trial.outcome]), Text(name), Text(place), Text(_done(trial)))
    yield table
    yield ""


def _done(trial: Trial) -> str:
    before, after = one_line(trial.before, MAX_SHOWN_CHARS), one_line(trial.after, MAX_SHOWN_CHARS)
    return f"{before} → {after}" if before and after and before != after else before or after


def _bottom_line(calibration: Calibration) -> Iterable[RenderableType]:
    total = totals(calibration)
    domains = len({subject.domain for subject in calibration.subjects})
    outcomes = [f"{n:,} {SAID[o]}" for o in SAID if (n := total.outcomes[o]) or o in {Outcome.CAUGHT, Outcome.NO_TRACE}]
    source = f"{counted(total.documents, 'document')} of {counted(domains, 'domain')}"
    yield Text(f"{counted(total.n, 'text')} with faults, from {source}: {', '.join(outcomes)}.")
    yield Text(_said_of_variants(total))
    if not calibration.clean:
        yield Text(f"Not well: {_why(calibration)}.", "bold red")
    elif total.n:
        yield Text("Well: every fault left a trace, nothing meaningless was taken for a loss.", "bold green")


def _said_of_variants(total: Totals) -> str:
    alarms = f"{counted(total.false_alarms, 'false alarm')}" if total.false_alarms else "no false alarm"
    return f"{counted(total.variants, 'meaningless variant')}: {alarms}."


def _why(calibration: Calibration) -> str:
    reasons = []
    if calibration.untraced:
        reasons.append(f"{counted(calibration.untraced, 'change')} left no trace")
    if calibration.alarms:
        reasons.append(f"{counted(len(calibration.alarms), 'meaningless variant')} taken for a loss")
    return " and ".join(reasons)


def _count(n: int, outcome: Outcome) -> Text:
    return Text(f"{n:,}", COLOURS.get(outcome, "") if n else "dim")


def _ms(value: float | None) -> str:
    return NONE if value is None else f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _table(*columns: str, left: int = 2) -> Table:
    """A plain table; the first `left` columns hold words, the others numbers."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place < left else "right", no_wrap=place < left)
    return table


def _list(columns: int) -> Table:
    """Rows of words; the last two columns wrap."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for place in range(columns):
        table.add_column(no_wrap=place < columns - 2, overflow="fold")
    return table
