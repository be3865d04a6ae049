"""What LilyPond files mean: notes with their marks, words, blocks, and what a lost brace costs."""

from pathlib import Path

import pytest

from delegate_audit.core.element import REJECTED, UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.musicsheet import check
from delegate_audit.domains.creative.musicsheet import DOMAIN
from delegate_audit.domains.reading import compare

ROOT = Path(__file__).parents[2]
SEED = (ROOT / "corpora/creative/musicsheet/wet_nets/seed/wet_nets.ly").read_text(encoding="utf-8")
TEXT = r"""\header {
  title = "Evening" % short
}

tune = \relative c'' {
  \key d \major
  d4\f( e8.-. fis16) |
  <d fis a>2~ r8 b,\fermata |
}

words = \lyricmode { Twin -- kle, star }
"""


def elements(text):
    return [element for top in DOMAIN.read(text, "x.ly") for element in top.walk()]


def compared(before, after):
    return compare({"x.ly": before}, {"x.ly": after}, DOMAIN)


def only(text):
    (found,) = elements(text)
    return found.kind, dict(found.fields)


def test_variables_hold_their_events():
    kinds = ["block", "setting", "comment", "variable", "command", "note", "note", "note", "chord", "rest", "note", "variable"]
    assert [e.kind for e in elements(TEXT)] == [*kinds, "lyric", "lyric", "lyric"]
    note, last = elements(TEXT)[5], elements(TEXT)[7]
    assert dict(note.fields) == {"pitch": "d", "length": 4, "marks": "\\f("}
    assert dict(last.fields) == {"pitch": "fis", "length": 16, "marks": ")", "bar": "|"}
    assert [e.fields["text"] for e in elements(TEXT)[12:]] == ["Twin", "kle,", "star"]


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        ("cis''!4.*2/3", "note", {"pitch": "cis", "octave": "''!", "length": 4, "dots": ".", "times": "*2/3"}),
        ("sib,8", "note", {"pitch": "sib", "octave": ",", "length": 8}),
        ("R1*12", "rest", {"pitch": "R", "length": 1, "times": "*12"}),
        ("< c e >2:16", "chord", {"pitch": "< c e >", "length": 2, "quality": ":16"}),
        ('c4^"a (b"', "note", {"pitch": "c", "length": 4, "marks": '^"a (b"'}),
        (r"\key b \minor", "command", {"name": r"\key b \minor"}),
        (r"\once\override Stem.length = #7", "command", {"name": r"\once\override", "arguments": "Stem.length = #7"}),
        ("#(if (= 1 2) 3)", "command", {"name": "#(if (= 1 2) 3)"}),
        (r"x = \markup { a { b } }", "setting", {"name": "x", "value": r"\markup { a { b } }"}),
        ("%{ a\n b %}", "comment", {"text": "%{ a\n b %}"}),
        ("hello", UNREADABLE, {"text": "hello"}),
    ],
)  # fmt: skip
def test_tokens(text, kind, fields):
    assert only(text) == (kind, fields)


SAME = {
    "line breaks": ("-. fis", "-.\n  fis"),
    "marks in another order": ("4\\f(", "4(\\f"),
    "blanks before marks": ("4\\f(", "4 \\f ("),
    "a comment on a line of its own": ('" % short', '"\n % short'),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_what_means_the_same_costs_nothing(before, after):
    assert before in TEXT
    assert compared(TEXT, TEXT.replace(before, after)).score == 1


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("d4", "d8", "length"),
        ("b,", "b", "octave"),
        ("fis16)", "fis16", "marks"),
        ("fermata", "shortfermata", "marks"),
        ("fis a>", "f a>", "pitch"),
        ("8.", "8", "dots"),
    ],
)
def test_a_changed_fact_costs_its_element(before, after, field):
    comparison = compared(TEXT, TEXT.replace(before, after, 1))
    assert comparison.score == pytest.approx(14 / 15)
    assert {f.field for f in comparison.findings if f.severity is not Severity.LAYOUT} == {field}


def test_a_lost_brace_ends_at_the_next_definition():
    found = DOMAIN.read(TEXT.replace("8 b,\\fermata |\n}", "8 b,\\fermata |"), "x.ly")
    assert found[0].kind == REJECTED
    assert [top.kind for top in found[1:]] == ["block", "variable", "variable"]
    assert [top.fields.get("unclosed") for top in found[1:]] == [None, True, None]
    assert [e.kind for e in elements("a = { c4 } }\nb = { d4 }")] == [REJECTED, "variable", "note", UNREADABLE, "variable", "note"]


@pytest.mark.parametrize(
    ("before", "after"), [("a2 g4 |", "a2 g8 |"), ("knew him by", "knew by"), (r"{ \upper }", r"{ \uper }"), ("  d4\\mf |\n  g2", "  g2")]
)
def test_the_check_sees_where_the_seed_does_not_agree(before, after):
    assert check({"x.ly": SEED}) == []
    assert before in SEED
    assert check({"x.ly": SEED.replace(before, after, 1)})
