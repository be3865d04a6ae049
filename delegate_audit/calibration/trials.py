"""Doing one job: every spoiled text or meaningless variant before every scorer, and what each of them said."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import lru_cache
from random import Random

from delegate_audit.calibration.contract import Job, JobResult, Outcome, Plan, Reading, Subject, Trial, VariantTrial
from delegate_audit.calibration.injecting import Injection, canonical, injections
from delegate_audit.core.finding import Finding, Severity
from delegate_audit.domains import registry as domains
from delegate_audit.domains.prose import PROSE
from delegate_audit.faults.variants import WRITTEN, variants
from delegate_audit.scoring import registry as scorers
from delegate_audit.scoring.contract import Scored, ScoredHop

STRUCTURE = "structure"
SLOW = {"embedding": (10, 3)}
"""Scorers that look at a part of the trials alone: at how many of a job, and with how many faults in them at most."""

MAX_SHOWN_CHARS = 300
QUOTED_CHARS = 40
LEAD_CHARS = 12


def run_sent(name: str, text: str, domain: str, origin: str, job: Job, plan: Plan) -> JobResult:
    """`run` for another process: the domain is sent by its name."""
    return run(Subject(name, text, PROSE if domain == PROSE.name else domains.get(domain), origin), job, plan)


def run(subject: Subject, job: Job, plan: Plan) -> JobResult:
    """What came of the job. Raises what a reader or a scorer raises: a fault of ours, never a miss."""
    if job.family is None:
        return JobResult(variants=tuple(_variant_trials(subject, plan)))
    found = enumerate(injections(subject, job, plan))
    return JobResult(trials=tuple(_trial(subject, job, injection, _lookers(plan, k, injection.places)) for k, injection in found))


def trouble(scorer: str) -> str:
    """Why the scorer cannot be used here (a model that cannot be loaded), in one line; empty where it can."""
    subject = Subject("pier.txt", "The old pier was built by fishermen.\n", PROSE, "pier.txt")
    try:
        scorers.get(scorer).score(_hop(subject, subject.text.replace("fishermen", "boat builders")))
    except OSError as error:
        return " ".join(str(error).split())[:MAX_SHOWN_CHARS]
    return ""


def _lookers(plan: Plan, trial: int, places: int) -> list[str]:
    """The scorers that look at this trial; a slow one only at the first of a job, and where not too much was changed."""
    looking = [STRUCTURE]
    for name in plan.scorers:
        most, most_places = SLOW.get(name, (plan.trials, places))
        if name != STRUCTURE and trial < most and places <= most_places:
            looking.append(name)
    return looking


def _trial(subject: Subject, job: Job, injection: Injection, looking: list[str]) -> Trial:
    assert job.family is not None
    findings, readings = _read(injection.reference, injection.text, looking)
    return Trial(
        origin=subject.origin,
        domain=subject.domain.name,
        family=job.family,
        fault=job.fault,
        amount=str(job.amount or "file"),
        places=injection.places,
        injected=injection.injected,
        outcome=_outcome(injection, findings, fell=readings[0].moved),
        line=injection.line,
        before=injection.before[:MAX_SHOWN_CHARS],
        after=injection.after[:MAX_SHOWN_CHARS],
        readings=readings,
    )


def _outcome(injection: Injection, findings: tuple[Finding, ...], *, fell: bool) -> Outcome:
    if fell:
        named = injection.named is None or not injection.means or injection.named(findings)
        return Outcome.CAUGHT if named else Outcome.ELSEWHERE
    if not findings:
        return Outcome.NO_TRACE
    layout = all(finding.severity is Severity.LAYOUT for finding in findings)
    meaningless = not injection.means or (injection.may_be_layout and layout)
    return Outcome.MEANINGLESS if meaningless else Outcome.SEEN


def _read(subject: Subject, text: str, looking: Iterable[str]) -> tuple[tuple[Finding, ...], tuple[Reading, ...]]:
    """The structure scorer's findings, and what every scorer said, the structure scorer first."""
    findings: tuple[Finding, ...] = ()
    readings = []
    for name in looking:
        start = time.process_time()
        scored = scorers.get(name).score(_hop(subject, text))
        ms = 1000 * (time.process_time() - start)
        readings.append(_reading(name, scored, _untouched(subject, name), ms))
        if name == STRUCTURE:
            findings = scored.findings
    return findings, tuple(readings)


def _hop(subject: Subject, text: str) -> ScoredHop:
    whole = {subject.name: subject.text}
    after = {subject.name: text}
    return ScoredHop(domain=subject.domain, direction="backward", judgement=False, before=whole, after=after, ideal=whole, exact=whole)


@lru_cache(maxsize=64)
def _untouched(subject: Subject, scorer: str) -> float | None:
    """The scorer's first measure for the document as it is."""
    return scorers.get(scorer).score(_hop(subject, subject.text)).measures[0].value


def _reading(scorer: str, scored: Scored, perfect: float | None, ms: float) -> Reading:
    measure = scored.measures[0]
    loss = None if measure.value is None or perfect is None else abs(perfect - measure.value)
    edits = next((other.value for other in scored.measures if other.name == "line_edits"), None)
    return Reading(scorer, measure.name, loss, ms, edits)


def _variant_trials(subject: Subject, plan: Plan) -> Iterable[VariantTrial]:
    for variant in variants(subject.document, subject.domain, Random(f"{plan.seed} {subject.name} variants")):
        reference = canonical(subject) if variant.name in WRITTEN else subject
        findings, readings = _read(reference, variant.text, dict.fromkeys((STRUCTURE, *plan.scorers)))
        alarm = _alarm(findings, readings[0])
        yield VariantTrial(subject.origin, subject.domain.name, variant.name, alarm, bool(findings), readings)


def _alarm(findings: tuple[Finding, ...], reading: Reading) -> str:
    """What a meaningless variant was taken for; empty where it is known to mean nothing."""
    loud = [finding for finding in findings if finding.severity is not Severity.LAYOUT]
    if loud:
        first = max(loud, key=lambda finding: finding.cost)
        more = f", and {len(loud) - 1} more" if len(loud) > 1 else ""
        name = f"{first.where} {first.field}".strip()
        return f"line {first.line or first.line_after}: {first.change}, {first.severity}: {name}: {_difference(first)}{more}"
    return "the score is below 1" if reading.moved else ""


def _difference(finding: Finding) -> str:
    """Both texts from where they begin to differ."""
    shared = next((k for k, (a, b) in enumerate(zip(finding.before, finding.after, strict=False)) if a != b), 0)
    start = max(0, shared - LEAD_CHARS)
    return " → ".join(repr(text[start : start + QUOTED_CHARS]) for text in (finding.before, finding.after))
