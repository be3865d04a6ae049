"""Laws that hold for every document of every domain."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegate_audit.core.element import MAX_DEPTH
from delegate_audit.core.finding import Severity
from delegate_audit.corpus import environments
from delegate_audit.domains import registry
from delegate_audit.domains.reading import compare, depth, read_document

CORRUPTIONS = 25


def compared(seed, text):
    return compare({seed.name: seed.text}, {seed.name: text}, seed.domain)


def test_every_domain_has_an_environment(domain):
    assert environments(domains=(domain.name,))


def test_identity(seed):
    comparison = compared(seed, seed.text)
    assert comparison.score == 1
    assert comparison.findings == ()
    assert {verdict.credit for verdict in comparison.verdicts} == {1.0}


def test_fixpoint_and_canonical_seed(seed):
    elements = seed.domain.read(seed.text, seed.name)
    assert seed.domain.write(elements) == seed.text
    assert seed.domain.read(seed.domain.write(elements), seed.name) == elements


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"\ufeff{text}",
        lambda text: text.rstrip("\n"),
        lambda text: f"{text}\n\n",
    ],
    ids=["crlf", "bom", "no last line end", "more line ends"],
)
def test_surface(seed, change):
    comparison = compared(seed, change(seed.text))
    assert comparison.score == 1
    assert comparison.findings
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


def test_the_document_twice_is_not_the_document(seed):
    assert compared(seed, seed.text + "\n" + seed.text).score < 0.75


def test_losing_elements_costs_their_share(seed):
    """Deleting K of N equal-weight elements: score = 1 - K/N."""
    document = read_document(seed.name, seed.text, seed.domain)
    parents = [element for top in document.elements for element in top.walk() if len(element.children) > 4]
    siblings = max([document.elements, *(parent.children for parent in parents)], key=len)
    gone = set(random.Random(7).sample(range(len(siblings)), len(siblings) // 3))
    lost = sum(document.weight_of(siblings[k]) for k in gone)
    kept = tuple(element for k, element in enumerate(siblings) if k not in gone)

    def without(element):
        return element.containing(kept if element.children == siblings else map(without, element.children))

    elements = kept if siblings == document.elements else tuple(map(without, document.elements))
    text = seed.domain.write(elements)
    assert seed.domain.read(text, seed.name) == elements
    assert compared(seed, text).score == pytest.approx(1 - lost / document.weight)


def line_changes(lines, rng):
    """One corruption of a random line, on raw text: what was done, the line's number, the new text."""
    k = rng.choice([k for k, line in enumerate(lines) if line.strip()])
    yield "deleted", k, [*lines[:k], *lines[k + 1 :]]
    yield "doubled", k, [*lines[: k + 1], *lines[k:]]
    digits = [place for place, char in enumerate(lines[k]) if char.isdigit() and char.isascii()]
    if digits:
        place = rng.choice(digits)
        other = str((int(lines[k][place]) + rng.randint(1, 8)) % 10)
        yield "digit", k, [*lines[:k], lines[k][:place] + other + lines[k][place + 1 :], *lines[k + 1 :]]
    words = [word for word in lines[k].split() if word.isalpha() and len(word) > 3]
    if words:
        yield "word", k, [*lines[:k], lines[k].replace(rng.choice(words), "zebrafish", 1), *lines[k + 1 :]]


def test_no_change_of_a_line_is_without_a_trace(seed):
    rng = random.Random(11)
    lines = seed.text.split("\n")
    unseen, unweighed, tried = [], 0, 0
    for _ in range(CORRUPTIONS):
        for change, k, changed in line_changes(lines, rng):
            comparison = compared(seed, "\n".join(changed))
            near = [f for f in comparison.findings if min(abs(f.line - k - 1), abs(f.line_after - k - 1)) <= 3]
            tried += 1
            unweighed += comparison.score == 1
            if not near and not (comparison.score < 1 and comparison.findings):
                unseen.append((change, k + 1, lines[k]))
    assert unseen == []
    assert unweighed <= 0.05 * tried


@given(text=st.text(max_size=300), data=st.data())
@settings(max_examples=60, deadline=None)
def test_junk_is_read_and_compared(text, data):
    domain = data.draw(st.sampled_from(registry.all_domains()))
    name = domain.files[0].replace("*", "x")
    elements = domain.read(text, name)
    assert all(depth(element) <= MAX_DEPTH for element in elements)
    assert 0 <= compare({name: text}, {name: "x"}, domain).score <= 1


HOSTILE = {
    "deep brackets": "[" * 100_000,
    "deep parentheses": "x = " + "(" * 100_000,
    "deep braces": "{a: " * 30_000,
    "deep indentation": "\n".join(" " * k + "if x:" for k in range(300)),
    "one long line": "word " * 100_000,
    "many equal lines": "the same line, 12 times 3\n" * 4_000,
    "null bytes": "\x00" * 5_000,
    "quotes": '"' * 50_001,
    "backslashes": "\\" * 50_000,
    "alias bomb": "a: &a [x, x]\n" + "".join(f"{chr(98 + k)}: &{chr(98 + k)} [*{chr(97 + k)}, *{chr(97 + k)}]\n" for k in range(24)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_in_time(domain, text):
    name = domain.files[0].replace("*", "x")
    start = time.process_time()
    elements = domain.read(text, name)
    assert time.process_time() - start < 10
    assert all(depth(element) <= MAX_DEPTH for element in elements)
