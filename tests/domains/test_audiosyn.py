"""Csound files as people write them, and what a change in one of them costs."""

from decimal import Decimal
from pathlib import Path

import pytest

from delegate_audit.core.element import REJECTED
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.audiosyn import check
from delegate_audit.domains.creative.audiosyn import DOMAIN
from delegate_audit.domains.reading import compare

NAME = "x.csd"
SEED = (Path(__file__).parents[2] / "corpora/creative/audiosyn/lock_keeper/seed/lock_keeper.csd").read_text(encoding="utf-8")
SAMPLE = (Path(__file__).parents[1] / "laws/samples/every_syntax.csd").read_text(encoding="utf-8")


def kinds(text, kind):
    return [element for top in DOMAIN.read(text, NAME) for element in top.walk() if element.kind == kind]


def compared(text, other):
    return compare({NAME: text}, {NAME: other}, DOMAIN)


WEIGHT = sum(0.1 if e.kind in {"document", "section"} else 1 for top in DOMAIN.read(SEED, NAME) for e in top.walk())


def test_every_part_is_an_element():
    counts = {kind: len(kinds(SAMPLE, kind)) for kind in ("section", "options", "assignment", "opcode", "instrument", "table", "note")}
    assert counts == {"section": 4, "options": 2, "assignment": 4, "opcode": 1, "instrument": 2, "table": 3, "note": 6}
    assert [dict(e.fields) for e in kinds(SAMPLE, "assignment")][:2] == [
        {"name": "sr", "value": 44100},
        {"name": "kr", "value": 4410, "comment": "ten samples a pass"},
    ]
    assert [head.fields["name"] for head in kinds(SAMPLE, "instrument")] == ["1, 2", "Bass"]
    assert [line.fields["text"] for line in kinds(SAMPLE, "line") if "Sname" in str(line.fields["text"])] == ['Sname = "a; b // c"']


def test_notes_and_tables_have_their_p_fields_by_name():
    first, carried, *_ = kinds(SAMPLE, "note")
    assert (first.fields["instrument"], first.fields["duration"], first.fields["p5"]) == (1, Decimal("1.50"), Decimal("8.09"))
    assert [carried.fields[name] for name in ("start", "duration", "p4", "comment")] == ["+", ".", "<", "carried"]
    assert [table.fields.get("p5") for table in kinds(SAMPLE, "table")] == [1, '"cues.txt"', None]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("i 1 14 5 0.22", "i1\t14.0 5   .22"),
        ("aL, aR Pan abel, ipos", "   aL, aR  Pan  abel, ipos"),
        ("0.18 6.02 0.2 ; somebody", "0.18 6.02 0.2;somebody"),
        ("sr = 48000", "sr=48000"),
        ("endin\n\ninstr 2", "endin\ninstr 2"),
    ],
)
def test_another_spelling_is_layout(before, after):
    assert before in SEED
    comparison = compared(SEED, SEED.replace(before, after, 1))
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("i 1 14 5 0.22", "i 1 14 5 0.23", "note"),
        ("i 1 14 5 0.22", "i 1 14 0.22", "note"),
        ("i 1 14 5 0.22", "i 2 14 5 0.22", "note"),
        ("sr = 48000", "sr = 44100", "assignment"),
        ("-m0", "-m7", "options"),
        ("ifrq * 2.76", "ifrq * 2.67", "line"),
        ("f 3 0 4096", "f 4 0 4096", "table"),
        ("; the room is on from the first second to the last\n", "", "comment"),
    ],
)
def test_a_false_fact_costs_its_element(before, after, kind):
    assert before in SEED
    comparison = compared(SEED, SEED.replace(before, after, 1))
    assert comparison.score == pytest.approx(1 - 1 / WEIGHT)
    assert {finding.kind for finding in comparison.findings if finding.severity is not Severity.LAYOUT} == {kind}


def test_one_damaged_line_costs_what_it_damages():
    lines = SEED.split("\n")
    for k in range(0, len(lines) - 1, 4):
        for damaged in ([], ["~~~~"]):
            text = "\n".join([*lines[:k], *damaged, *lines[k + 1 :]])
            half = any(element.kind == REJECTED for element in DOMAIN.read(text, NAME))
            assert half == bool(lines[k].startswith(("instr", "endin", "endop", "opcode", "<")))
            assert compared(SEED, text).score > (0.46 if half else 1 - 2.2 / WEIGHT), (k, damaged)


def test_the_seed_is_consistent_and_mistakes_are_found():
    assert check({NAME: SEED}) == []
    mistakes = {
        "no instrument 7": ("i 4 36.25", "i 7 36.25"),
        "is given": ("i 1 14 5 0.22 8.09 0.4 1.0", "i 1 14 5 0.22 8.09 0.4"),
        "after the room": ("i 99 0 244", "i 99 0 224"),
        "no octave and semitone": ("0.22 8.09 0.4", "0.22 8.9 0.4"),
        "is no place": ("0.22 8.09 0.4", "0.22 8.09 1.4"),
        "table 2 is not made": ("f 2 0 16384", "f 4 0 16384"),
        "stands 2 times": ("instr 4 ;", "instr 3 ;"),
    }
    for problem, (before, after) in mistakes.items():
        assert before in SEED, problem
        assert any(problem in line for line in check({NAME: SEED.replace(before, after, 1)})), problem
