"""The patterns that a domain declares meaningless: short, each with a reason, and none that excuses nothing.

A pattern excuses something where a change of what it matches is layout with it, and would be more without it.
"""

from __future__ import annotations

from dataclasses import replace

from delegate_audit.core.finding import Severity
from delegate_audit.domains.reading import compare

from .specimens import DOMAINS, specimens_of

MAX_PATTERNS = 4
PLACES = 25
OTHERS = 4
PATTERNS = [(domain, k) for domain in DOMAINS for k in range(len(domain.insignificant))]


def pytest_generate_tests(metafunc):
    if "pattern" in metafunc.fixturenames:
        metafunc.parametrize(("owner", "pattern"), PATTERNS, ids=[f"{domain.name}-{k + 1}" for domain, k in PATTERNS])


def test_the_list_is_short_and_gives_reasons(domain):
    assert len(domain.insignificant) <= MAX_PATTERNS
    assert all(len(entry.reason) > 15 for entry in domain.insignificant)
    assert not any(entry.pattern.search("word") or entry.pattern.search("7") for entry in domain.insignificant)


def test_a_pattern_excuses_something(owner, pattern):
    entry = owner.insignificant[pattern]
    without = replace(owner, insignificant=tuple(other for other in owner.insignificant if other is not entry))
    for specimen in sorted(specimens_of(owner), key=lambda specimen: len(specimen.text)):
        for text in changed(specimen.text, entry.pattern):
            if is_layout(specimen, text, owner) and not is_layout(specimen, text, without):
                return
    raise AssertionError(
        f"domain {owner.name}: the pattern {entry.pattern.pattern!r} excuses nothing in any seed or sample ({entry.reason})"
    )


def changed(text, pattern):
    """The text with one match, or two that follow each other, taken away or in the place of others; taken from all over it."""
    matches = list(pattern.finditer(text))
    others = sorted({match.group() for match in matches})
    for k in range(0, len(matches), max(1, len(matches) // PLACES)):
        match = matches[k]
        if k + 1 < len(matches):
            beside = matches[k + 1]
            yield text[: match.start()] + text[match.end() : beside.start()] + text[beside.end() :]
        for other in ("", *others[:OTHERS], "."):
            if other != match.group():
                yield text[: match.start()] + other + text[match.end() :]


def is_layout(specimen, text, domain):
    comparison = compare({specimen.name: specimen.text}, {specimen.name: text}, domain)
    return comparison.score == 1 and {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}
