"""No text takes long, in any domain: reading it, and comparing it with itself with one character changed.

The limit is one second of CPU for each; what is asserted leaves room for slow and busy machines.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from delegate_audit.core.compare import compare_documents
from delegate_audit.core.element import MAX_DEPTH, REJECTED, UNREADABLE
from delegate_audit.domains import registry
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.prose import PROSE
from delegate_audit.domains.readers.overlong import MAX_LINE_CHARS
from delegate_audit.domains.reading import depth, read_as

from .specimens import DOMAINS, specimens_of

LIMIT_S = 2.0
LONG = 4_000_000
RUN, SHORT_RUN = 10_000, 2_500
LINES = 2_000
SUSPECT_S = 0.03
SHORTER = 4
"""A text of many lines is first tried with this part of them; what grows with the square of its length takes a sixteenth of the time."""


def names_of(domain: Domain) -> list[str]:
    """A file name, and a second one where the domain reads anything it has another way under that name."""
    first, last = (pattern.replace("*", "x") for pattern in (domain.files[0], domain.files[-1]))
    same = all(domain.read(specimen.text, first) == domain.read(specimen.text, last) for specimen in specimens_of(domain))
    return [first] if same else [first, last]


READERS = [(domain, name) for domain in DOMAINS for name in names_of(domain)]

DEEP = {
    "brackets": "[" * 1000 + "]" * 1000,
    "open brackets": "[" * 20_000,
    "objects": '{"a":' * 1000 + "1" + "}" * 1000,
    "open braces": "{a: " * 10_000,
    "parentheses": "x = " + "(" * 1000 + "1" + ")" * 1000,
    "open parentheses": "x = " + "(" * 20_000,
    "tags": "<a>" * 1000 + "</a>" * 1000,
    "angles": "<" * 20_000,
    "keys by indentation": "\n".join(" " * k + "a:" for k in range(1000)),
    "blocks by indentation": "\n".join(" " * k + "if x:" for k in range(1000)),
    "dashes": "- " * 1000 + "a",
    "quoted": "> " * 10_000,
    "comments": "/*" * 10_000,
    "aliases": "a: &a [x, x]\n"
    + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz", strict=True)),
}

MANY_LINES = {
    "equal lines": "the same line, 12 times 3\n" * 10_000,
    "blank lines": "\n" * 100_000 + "x\n",
}

ENDLESS = {
    "a quote never closed": ('a\n"', "b\n"),
    "three quotes never closed": ("'''\n", "b\n"),
    "a comment never closed": ("/*\n", "b\n"),
    "a brace never closed": ("{\n", "b\n"),
    "a bracket on every line": ("", "a = [\n"),
    "a brace on every line": ("", "{\n"),
    "an escaped quote on every line": ("", '\\"\n'),
    "an apostrophe on every line": ("", "'\n"),
    "comments": ("", "# a\n"),
    "directives": ("", "%a\n"),
    "definitions": ("", "def f():\n"),
    "dates": ("", "2020/1/1\n"),
    "times": ("", "1\n0:0:0,0 --> 0:0:0,0\n"),
    "items": ("", "- a\n"),
    "anchors": ("", "a: &a\n"),
    "documents": ("", "---\n"),
}
"""How the text begins, and what is in it 2,000 times."""

LONG_LINES = {
    "words": "word " * (LONG // 5),
    "letters": "a" * LONG,
    "digits": "1" * LONG,
    "separators": "a,b;c:d " * (LONG // 8),
    "quotes": '"' * LONG,
    "null bytes": "\x00" * LONG,
}

UNITS = (
    *('\\"', "\\'", "\\", "'a", '"a"+', "a_", "a.", "1.1", "1 ", " ", "\t", ". ", ".\"'", "-", "->", "=", ":", ": ", "*", "#"),
    *("@a ", "(", ")(", "a,", "|", "[%a b", "[%a b ", "$1 ", "{a}", "{", "<a>", "a=1,", "f(", "x if ", "not ", "a;", "½ ", "1/2 "),
    *("\u00a0", "é", "\r"),
)
PREFIXES = ("", "a: ", "    a  ", "[", '[a "', "1. e4 ", "def f(", 'a [label="', "a [", "{", '"', "-->", "# ", "- 1 ", "2020/1/1 a\n  b  ")


def runs(chars: int) -> Iterator[str]:
    """Every unit again and again, behind what leads a reader into one of its parts."""
    for unit in UNITS:
        run = unit * (chars // len(unit))
        yield from (f"{prefix}{run}" for prefix in PREFIXES)


def spent(domain, name: str, text: str) -> float:
    """CPU seconds of the slower of reading and comparing; the text changed in its middle is read too."""
    middle = len(text) // 2
    read_as(name, "anything\n", domain)
    start = time.process_time()
    left = read_as.__wrapped__(name, text, domain)
    read = time.process_time() - start
    right = read_as.__wrapped__(name, f"{text[:middle]}Q{text[middle + 1 :]}", domain)
    start = time.process_time()
    comparison = compare_documents([(left, right)])
    compared = time.process_time() - start
    assert all(depth(element) <= MAX_DEPTH for element in left.elements)
    assert 0 <= comparison.score <= 1
    assert comparison.findings
    return max(read, compared)


def read_in(domain, name: str, text: str) -> float:
    """CPU seconds of reading alone."""
    start = time.process_time()
    domain.read(text, name)
    return time.process_time() - start


def slow(reader, texts, measure=spent) -> dict[str, float]:
    """The texts, by name, that take too long, with the seconds."""
    seconds = {name: round(least(*reader, text, measure=measure), 2) for name, text in texts.items()}
    return {name: taken for name, taken in seconds.items() if taken > LIMIT_S}


def least(*reader_and_text, measure=spent) -> float:
    """The seconds it takes; of two tries the better one, where the first is over the limit, as other programs slow it down."""
    taken = measure(*reader_and_text)
    return taken if taken <= LIMIT_S else min(taken, measure(*reader_and_text))


def ids(reader) -> str:
    return f"{reader[0].name}-{reader[1]}"


@pytest.mark.parametrize("reader", READERS, ids=ids)
def test_deep_texts_end_in_time(reader):
    assert slow(reader, DEEP) == {}


@pytest.mark.parametrize("text", MANY_LINES.values(), ids=MANY_LINES)
@pytest.mark.parametrize("reader", READERS, ids=ids)
def test_many_equal_lines_end_in_time(reader, text):
    assert least(*reader, text) < LIMIT_S


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS, ids=ids)
def test_endless_texts_end_in_time(reader):
    """A text that takes its time when it is short is read and compared at its full length."""
    spent(*reader, "anything\nelse\n")
    suspects = {
        name: begin + unit * LINES
        for name, (begin, unit) in ENDLESS.items()
        if spent(*reader, begin + unit * (LINES // SHORTER)) > LIMIT_S / SHORTER**2 / 2
    }
    assert slow(reader, suspects) == {}


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS, ids=ids)
def test_runs_of_anything_are_read_in_time(reader):
    """A run that takes its time when it is short is read at its full length."""
    read_in(*reader, "anything\n")
    suspects = [full for short, full in zip(runs(SHORT_RUN), runs(RUN), strict=True) if read_in(*reader, short) > SUSPECT_S]
    assert slow(reader, {text[:40]: text for text in suspects}, read_in) == {}


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS, ids=ids)
def test_runs_of_anything_are_compared_in_time(reader):
    assert slow(reader, {unit: f"one\n{unit * (RUN // len(unit))}!\ntwo\n" for unit in UNITS}) == {}


@pytest.mark.slow
def test_many_equal_lines_of_the_format_itself_end_in_time(seed):
    lines = [line for line in seed.text.split("\n") if line.strip()]
    assert least(seed.domain, seed.name, f"{lines[len(lines) // 2]}\n" * 3_000) < LIMIT_S


@pytest.mark.slow
@pytest.mark.parametrize("text", LONG_LINES.values(), ids=LONG_LINES)
@pytest.mark.parametrize("reader", [(PROSE, "x.txt"), (registry.get("subtitles"), "x.srt")], ids=ids)
def test_a_line_of_4_mb_is_cut_off_with_a_finding(reader, text):
    domain, name = reader
    assert least(domain, name, text) < LIMIT_S
    mark, *pieces = domain.read(text, name)
    assert mark.kind == REJECTED
    assert "line 1 has more than 200,000 characters" in str(mark.fields["reason"])
    assert {piece.kind for piece in pieces} == {UNREADABLE}
    assert "".join(str(piece.fields["text"]) for piece in pieces) == text.rstrip()


def numbered_words(count: int) -> str:
    return " ".join(f"word{k} and {k * k % 9973}," for k in range(count))


@pytest.mark.parametrize("reader", READERS, ids=ids)
def test_a_line_too_long_is_kept_whole(reader):
    """It is itself, what is written is read again, and one changed character costs its piece."""
    domain, name = reader
    text = f"one\n\n{numbered_words(15_000)}\nlast\n"
    assert max(map(len, text.split("\n"))) > MAX_LINE_CHARS
    left = read_as(name, text, domain)
    assert domain.write(left.elements) == text
    same = compare_documents([(left, read_as.__wrapped__(name, text, domain))])
    assert (same.score, same.findings) == (1, ())
    for changed in (text.replace("word7000 ", "word7001 "), text.replace("word7000 ", ""), text.replace("word7000 ", "word7000 or so ")):
        comparison = compare_documents([(left, read_as(name, changed, domain))])
        assert 1 - 3000 / len(text) < comparison.score < 1
        assert {f.line for f in comparison.findings if f.line} == {3}


def test_a_line_at_the_limit_goes_to_its_reader():
    assert {element.kind for element in PROSE.read("word " * (MAX_LINE_CHARS // 5), "x.txt")} == {"paragraph"}
