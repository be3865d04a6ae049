"""From documents to a calibration: which jobs there are, and their results put together in that order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from delegate_audit.calibration.contract import Calibration, Family, Job, JobResult, Plan, Subject, SubjectFacts
from delegate_audit.calibration.injecting import classes
from delegate_audit.calibration.trials import run


def jobs(subjects: Sequence[Subject], plan: Plan) -> tuple[Job, ...]:
    """Every class at every amount on every document, then the document's variants."""
    found: list[Job] = []
    for k in range(len(subjects)):
        for family, fault in classes():
            amounts = plan.amounts if family is not Family.FILE else (None,)
            found.extend(Job(k, family, fault, amount) for amount in amounts)
        found.append(Job(k))
    return tuple(found)


def collected(subjects: Sequence[Subject], plan: Plan, results: Iterable[JobResult]) -> Calibration:
    """The calibration, from the results of `jobs` in their order."""
    results = tuple(results)
    trials = tuple(trial for result in results for trial in result.trials)
    variants = tuple(variant for result in results for variant in result.variants)
    return Calibration(plan, tuple(map(_facts, subjects)), trials, variants)


def calibrate(subjects: Sequence[Subject], plan: Plan) -> Calibration:
    """A whole calibration in this process, one job after the other."""
    return collected(subjects, plan, (run(subjects[job.subject], job, plan) for job in jobs(subjects, plan)))


def _facts(subject: Subject) -> SubjectFacts:
    elements = sum(1 for top in subject.document.elements for _ in top.walk())
    return SubjectFacts(subject.origin, subject.domain.name, len(subject.text.removesuffix("\n").split("\n")), elements)
