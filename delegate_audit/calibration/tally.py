"""The trials of a calibration counted: by class and amount, by scorer, by variant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from statistics import fmean
from typing import TypeVar

from delegate_audit.calibration.contract import MISSED, Calibration, Outcome, Reading, Trial, VariantTrial
from delegate_audit.calibration.injecting import classes

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True)
class Key:
    """What trials are counted by."""

    domain: str
    family: str
    fault: str
    amount: str


@dataclass(frozen=True)
class Row:
    """One class at one amount in one domain, as the structure scorer sees it.

    `n` counts texts, of which the five outcomes add up to it. `mean_loss` and `mean_injected` (0..1) are over those that
    mean something, `ms` over all; None where there is none.
    """

    key: Key
    n: int
    outcomes: dict[Outcome, int] = field(compare=False)
    mean_loss: float | None
    mean_injected: float | None
    ms: float | None

    @property
    def meant(self) -> int:
        """How many of the texts mean something else than the document."""
        return self.n - self.outcomes[Outcome.MEANINGLESS]

    @property
    def caught(self) -> float | None:
        """The share of those that was caught."""
        return self.outcomes[Outcome.CAUGHT] / self.meant if self.meant else None

    @property
    def loss_per_injected(self) -> float | None:
        """Mean loss over mean injected amount; 1 means that a loss of K of N elements costs K/N."""
        if self.mean_loss is None or not self.mean_injected:
            return None
        return self.mean_loss / self.mean_injected


@dataclass(frozen=True)
class Sight:
    """What one scorer sees of a class: of `n` texts that it looked at and that mean something, the share it `sees`.

    That is, for which its first measure moved. `unmeasured` counts those for which it could measure nothing, beside `n`.
    """

    key: Key
    scorer: str
    measure: str
    n: int
    sees: float | None
    mean_loss: float | None
    mean_line_edits: float | None
    unmeasured: int
    ms: float | None


@dataclass(frozen=True)
class VariantRow:
    """One sort of meaningless variant in one domain: how many were false alarms, left no trace, moved which scorer."""

    domain: str
    variant: str
    n: int
    false_alarms: int
    no_trace: int
    moved: dict[str, int] = field(compare=False)


@dataclass(frozen=True)
class Totals:
    """A whole calibration, or one domain of it, in a few numbers."""

    documents: int
    n: int
    outcomes: dict[Outcome, int] = field(compare=False)
    variants: int
    false_alarms: int
    no_trace: int
    ms: float | None


def rows(trials: Iterable[Trial]) -> tuple[Row, ...]:
    """One for every domain, class and amount, by domain as they came, then as the classes are listed."""
    return tuple(_row(key, group) for key, group in _in_order(_grouped(trials, _key)))


def sights(trials: Iterable[Trial], *, by_domain: bool = True) -> tuple[Sight, ...]:
    """One for every scorer that looked at a domain's (or at all domains') trials of a class and amount."""
    found: list[Sight] = []
    meant = (trial for trial in trials if trial.outcome is not Outcome.MEANINGLESS)
    for key, group in _in_order(_grouped(meant, _key if by_domain else _class)):
        readings = _grouped((reading for trial in group for reading in trial.readings), lambda reading: reading.scorer)
        found.extend(_sight(key, scorer, said) for scorer, said in readings.items())
    return tuple(found)


def variant_rows(trials: Iterable[VariantTrial]) -> tuple[VariantRow, ...]:
    """One for every domain and sort of variant."""
    return tuple(_variant_row(*key, group) for key, group in _grouped(trials, lambda t: (t.domain, t.variant)).items())


def totals(calibration: Calibration, domain: str | None = None) -> Totals:
    """Everything, or everything of one domain."""
    trials = [t for t in calibration.trials if domain in {None, t.domain}]
    variants = [v for v in calibration.variants if domain in {None, v.domain}]
    return Totals(
        documents=sum(domain in {None, s.domain} for s in calibration.subjects),
        n=len(trials),
        outcomes=_outcomes(trials),
        variants=len(variants),
        false_alarms=sum(bool(v.alarm) for v in variants),
        no_trace=sum(not v.traced for v in variants),
        ms=_mean(t.readings[0].ms for t in trials),
    )


def missed(trials: Iterable[Trial]) -> tuple[Trial, ...]:
    """What was no full success, the worst first; within one outcome the first of every class, then the second of every class."""
    groups = _grouped((t for t in trials if t.outcome in MISSED), lambda t: (t.outcome, t.domain, t.fault))
    ranked = [(MISSED.index(t.outcome), place, t) for group in groups.values() for place, t in enumerate(group)]
    return tuple(trial for _, _, trial in sorted(ranked, key=lambda rank: rank[:2]))


def _row(key: Key, trials: list[Trial]) -> Row:
    meant = [t for t in trials if t.outcome is not Outcome.MEANINGLESS]
    injected = [t.injected for t in meant if t.injected is not None]
    return Row(
        key=key,
        n=len(trials),
        outcomes=_outcomes(trials),
        mean_loss=_mean(t.loss for t in meant),
        mean_injected=_mean(injected) if len(injected) == len(meant) else None,
        ms=_mean(t.readings[0].ms for t in trials),
    )


def _sight(key: Key, scorer: str, said: list[Reading]) -> Sight:
    measured = [reading for reading in said if reading.loss is not None]
    return Sight(
        key=key,
        scorer=scorer,
        measure=said[0].measure,
        n=len(measured),
        sees=_mean(float(reading.moved) for reading in measured),
        mean_loss=_mean(reading.loss for reading in measured if reading.loss is not None),
        mean_line_edits=_mean(reading.line_edits for reading in said if reading.line_edits is not None),
        unmeasured=len(said) - len(measured),
        ms=_mean(reading.ms for reading in said),
    )


def _variant_row(domain: str, variant: str, trials: list[VariantTrial]) -> VariantRow:
    scorers = dict.fromkeys(reading.scorer for trial in trials for reading in trial.readings)
    moved = {name: sum(r.moved for t in trials for r in t.readings if r.scorer == name) for name in scorers}
    return VariantRow(domain, variant, len(trials), sum(bool(t.alarm) for t in trials), sum(not t.traced for t in trials), moved)


def _key(trial: Trial) -> Key:
    return Key(trial.domain, trial.family, trial.fault, trial.amount)


def _class(trial: Trial) -> Key:
    return Key("", trial.family, trial.fault, trial.amount)


def _in_order(groups: dict[Key, list[Trial]]) -> list[tuple[Key, list[Trial]]]:
    """By domain as they came, by class as these are listed, by amount as they came: no document decides what comes first."""
    domains = list(dict.fromkeys(key.domain for key in groups))
    listed = {(str(family), fault): place for place, (family, fault) in enumerate(classes())}
    amounts = list(dict.fromkeys(key.amount for key in groups))
    return sorted(groups.items(), key=lambda g: (domains.index(g[0].domain), listed[g[0].family, g[0].fault], amounts.index(g[0].amount)))


def _outcomes(trials: Iterable[Trial]) -> dict[Outcome, int]:
    counts = dict.fromkeys(Outcome, 0)
    for trial in trials:
        counts[trial.outcome] += 1
    return counts


def _mean(values: Iterable[float]) -> float | None:
    numbers = list(values)
    return fmean(numbers) if numbers else None


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
