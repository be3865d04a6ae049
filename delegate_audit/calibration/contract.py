"""What a calibration is made of: documents, a plan, and the records of every fault that was tried on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from delegate_audit.calibration.amounts import Amount
from delegate_audit.core.document import Document
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.reading import read_as


class Family(StrEnum):
    """What a class of faults strikes."""

    LINE = "line"
    ELEMENT = "element"
    FILE = "file"


class Outcome(StrEnum):
    """What the structure scorer made of a fault.

    `caught`: the score fell, and for a single fault a finding names its place. `elsewhere`: the score fell, the place is
    not named. `seen`: findings alone. `no trace`: nothing at all. `meaningless`: the change says nothing (lines changed
    places whose order says nothing), and was found to be layout.
    """

    CAUGHT = "caught"
    ELSEWHERE = "elsewhere"
    SEEN = "seen"
    MEANINGLESS = "meaningless"
    NO_TRACE = "no trace"


MISSED = (Outcome.NO_TRACE, Outcome.SEEN, Outcome.ELSEWHERE)
"""What is no full success, the worst first."""


@dataclass(frozen=True)
class Subject:
    """A document to calibrate on. `name` is its file name, by which it is read; `origin` is what a person calls it."""

    name: str
    text: str
    domain: Domain
    origin: str

    @property
    def document(self) -> Document:
        """The document as its domain reads it."""
        return read_as(self.name, self.text, self.domain)


@dataclass(frozen=True)
class Plan:
    """What is tried: the amounts of every class, how often each, with which seed, before which scorers beside structure."""

    amounts: tuple[Amount, ...]
    trials: int = 3
    seed: int = 0
    scorers: tuple[str, ...] = ("diff",)


@dataclass(frozen=True)
class Job:
    """A piece of work: one class at one amount on one document; without a class, its meaningless variants.

    A class that strikes a whole file has no amount.
    """

    subject: int
    family: Family | None = None
    fault: str = ""
    amount: Amount | None = None

    def __str__(self) -> str:
        if self.family is None:
            return "meaningless variants"
        return f"{self.family} fault {self.fault}" + (f", {self.amount}" if self.amount else "")


@dataclass(frozen=True)
class Reading:
    """What one scorer said: its first measure, how far that is from the one for the untouched document, and its CPU time.

    `loss` is None where the scorer could measure nothing. `line_edits` is what the diff scorer counts beside.
    """

    scorer: str
    measure: str
    loss: float | None
    ms: float
    line_edits: float | None = None

    @property
    def moved(self) -> bool:
        """Whether the number is another than that of the untouched document."""
        return self.loss is not None and self.loss > 1e-12


@dataclass(frozen=True)
class Trial:
    """One text with known faults in it, and what became of them.

    `injected` is the share of the document that the faults strike, None where a share says nothing; `places` how many
    there are; `line`, `before` and `after` tell the first. The first reading is the structure scorer's.
    """

    origin: str
    domain: str
    family: Family
    fault: str
    amount: str
    places: int
    injected: float | None
    outcome: Outcome
    line: int
    before: str
    after: str
    readings: tuple[Reading, ...]

    @property
    def loss(self) -> float:
        """What the structure score lost, 0..1."""
        return self.readings[0].loss or 0.0


@dataclass(frozen=True)
class VariantTrial:
    """One meaningless variant of a document. `alarm` says what the structure scorer took for a loss; empty when nothing."""

    origin: str
    domain: str
    variant: str
    alarm: str
    traced: bool
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class JobResult:
    """What came of a job."""

    trials: tuple[Trial, ...] = ()
    variants: tuple[VariantTrial, ...] = ()


@dataclass(frozen=True)
class SubjectFacts:
    """What a reader wants to know of a document that was calibrated on."""

    origin: str
    domain: str
    lines: int
    elements: int


@dataclass(frozen=True)
class Calibration:
    """A whole calibration, in the order of its plan."""

    plan: Plan
    subjects: tuple[SubjectFacts, ...]
    trials: tuple[Trial, ...] = field(repr=False)
    variants: tuple[VariantTrial, ...] = field(repr=False)

    @property
    def untraced(self) -> int:
        """How many changes of text left no trace, faults and variants."""
        return sum(t.outcome is Outcome.NO_TRACE for t in self.trials) + sum(not v.traced for v in self.variants)

    @property
    def alarms(self) -> tuple[VariantTrial, ...]:
        """The variants that were taken for losses."""
        return tuple(variant for variant in self.variants if variant.alarm)

    @property
    def clean(self) -> bool:
        """Whether nothing was missed without a trace and nothing was a false alarm."""
        return not self.untraced and not self.alarms
