"""The rows of the store, as the program handles them. Field names are the column names.

All that differs between two runs of the same seed, times and retries, stands in the columns `created` and `timing`.
"""

from __future__ import annotations

from dataclasses import dataclass

from delegate_audit.core.finding import Finding


@dataclass(frozen=True)
class RunRow:
    """One `audit run`: its effective relay definition as JSON, and its seed."""

    id: str
    relay_name: str
    relay: str
    seed: int
    version: str
    simulated: bool
    created: str


@dataclass(frozen=True)
class DelegateRow:
    """Who is audited: a workflow with its model and parameters (JSON)."""

    id: str
    name: str
    workflow: str
    model: str
    params: str
    simulated: bool


@dataclass(frozen=True)
class EnvironmentRow:
    """One environment as it was when the run began; `files` and `distractors` are JSON of file name to digest."""

    id: str
    digest: str
    domain: str
    category: str
    title: str
    tokens: int
    files: str
    distractors: str


@dataclass(frozen=True)
class SeedElementRow:
    """One element of an environment's seed, so that its fate can be told; `n` counts from 0 in the order of the text."""

    environment: str
    n: int
    file: str
    line: int
    kind: str
    place: str
    weight: float


@dataclass(frozen=True)
class RelayRow:
    """One chain of round trips. `status` is pending, done or suspended, `reason` says why it was suspended."""

    id: str
    run: str
    delegate: str
    environment: str
    repetition: int
    seed: int
    round_trips: int
    status: str = "pending"
    reason: str = ""


@dataclass(frozen=True)
class CallRow:
    """One answered call: stored before anything is made of it. Digests point into `files`.

    `cost` is in US dollars, None where the price is unknown; `truth` is the simulated delegate's JSON, else None;
    `timing` is JSON with `latency_s` and `retries`, the only part that differs between equal runs. `asked` is a digest of everything
    that was asked, of whom, for which repetition; a `cached` answer is that of an earlier call with the same, and cost nothing.
    """

    relay: str
    hop: int
    n: int
    prompt: str
    answer: str
    finish: str
    model: str
    prompt_tokens: int
    completion_tokens: int
    tokens_estimated: bool
    cost: float | None
    simulated: bool
    truth: str | None
    timing: str
    asked: str = ""
    cached: bool = False


@dataclass(frozen=True)
class HopRow:
    """One hop, done: `hop` counts from 1, odd hops are forward.

    `files` is JSON of file name to digest of what the delegate handed back; `notes` is JSON, a list of {note, detail} on
    the answer's envelope.
    """

    relay: str
    hop: int
    task: str
    direction: str
    judgement: bool
    outcome: str
    files: str
    notes: str


@dataclass(frozen=True)
class ScoreRow:
    """One number of one scorer on one hop; `value` is None where it is undefined, `detail` says why."""

    relay: str
    hop: int
    scorer: str
    name: str
    value: float | None
    detail: str = ""


@dataclass(frozen=True)
class FindingRow:
    """One finding of one scorer on one hop; `n` counts from 0."""

    relay: str
    hop: int
    scorer: str
    n: int
    finding: Finding
