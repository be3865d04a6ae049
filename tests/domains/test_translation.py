"""gettext catalogues as editors and people leave them, with polib as the oracle for what an entry says."""

from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.translation import check
from delegate_audit.domains.code.translation import DOMAIN
from delegate_audit.domains.reading import compare

NAME = "x.po"
SEED = (Path(__file__).parents[2] / "corpora/code/translation/repair_desk/seed/de.po").read_text(encoding="utf-8")
SAMPLE = (Path(__file__).parents[1] / "laws/samples/every_syntax.po").read_text(encoding="utf-8")
WEIGHT = 51 + 11 + 0.1


def entries(text):
    return [element for element in DOMAIN.read(text, NAME) if element.kind == "entry"]


def compared(text, other):
    return compare({NAME: text}, {NAME: other}, DOMAIN)


def test_an_entry_has_its_slots_as_fields():
    high, hours, opened, closed, long, _, ebb, flood = entries(SAMPLE)
    assert high.fields["references"] == "src/tide.c:12 src/tide.c:40 lib/moon.c:7"
    assert high.fields["extracted"] == "Shown at night and in harbours."
    assert high.fields["flags"] == "c-format, range: 0..24"
    assert high.fields["line_order"] == ("references", "extracted", "flags", "msgid", "msgstr")
    assert (hours.fields["msgid_plural"], hours.fields["msgstr[2]"]) == ("%d hours", "%d godzin")
    assert (opened.fields["msgctxt"], opened.fields["msgstr"]) == ("menu|file", "")
    assert closed.fields["previous_msgid"] == 'Cl"ose" \\ now'
    assert long.fields["msgid"].endswith("third,   with 2 blanks,\nand one\n indented")
    assert [(e.fields["obsolete"], e.fields.get("previous_msgid"), e.fields["msgid"]) for e in (ebb, flood)] == [
        (True, "Ebb", "Ebb tide of 3 May"),
        (True, None, "Flood"),
    ]


def test_the_header_has_a_line_for_each_field():
    header, remark, *_ = DOMAIN.read(SAMPLE, NAME)
    assert [child.fields["name"] for child in header.children] == [
        "Project-Id-Version", "PO-Revision-Date", "Plural-Forms", "X-Generator",
    ]  # fmt: skip
    assert remark.fields == {"comment": "A remark by itself, line 1 of 2\nand line 2."}


@pytest.mark.parametrize("text", [SEED, SAMPLE])
def test_polib_reads_the_same_before_and_after(text):
    polib = pytest.importorskip("polib")
    before, after = (polib.pofile(part) for part in (text, DOMAIN.write(DOMAIN.read(text, NAME))))
    assert before.metadata == after.metadata
    names = ("msgctxt", "msgid", "msgid_plural", "msgstr", "msgstr_plural", "occurrences", "flags", "comment", "tcomment", "obsolete")
    told = [[[getattr(entry, name) for name in names] for entry in catalogue] for catalogue in (before, after)]
    if text == SEED:
        assert told[0] == told[1]
    assert [[entry[name] for name in (0, 1, 2, 3, 4, 9)] for entry in told[0]] == [
        [entry[name] for name in (0, 1, 2, 3, 4, 9)] for entry in told[1]
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('msgid "Repair desk"', 'msgid ""\n"Repair "\n"desk"'),
        ("#: desk/welcome.py:52 desk/queue.py:77", "#: desk/queue.py:77\n#: desk/welcome.py:52"),
        ("#, fuzzy, python-format", "#, python-format, fuzzy"),
        ('#: desk/main.py:31\nmsgid "Repair', '#: desk/main.py:31\n\nmsgid "Repair'),
        ('msgstr "Reparaturtheke"\n\n', 'msgstr "Reparaturtheke"\n'),
    ],
)
def test_another_spelling_is_layout(before, after):
    assert before in SEED
    comparison = compared(SEED, SEED.replace(before, after, 1))
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("#, fuzzy\n", ""),
        ("Noch etwa %d Minuten", "Noch etwa 5 Minuten"),
        ('msgstr[1] "Noch etwa %d Minuten"\n', ""),
        ('msgctxt "queue"\n', ""),
        ("desk/stats.py:27", "desk/stats.py:28"),
        ("nplurals=2", "nplurals=3"),
        ('msgstr "Reparaturtheke"', 'msgstr ""'),
        ('#~ msgid "Table %d"\n#~ msgstr "Tisch %d"\n\n', ""),
    ],
)
def test_a_false_fact_costs_its_entry(before, after):
    assert before in SEED
    assert compared(SEED, SEED.replace(before, after, 1)).score == pytest.approx(1 - 1 / WEIGHT)


def test_a_line_break_or_a_blank_at_an_end_is_part_of_a_message():
    for before, after in (("Suppe gibt es um eins.\\n", "Suppe gibt es um eins."), ("Benötigtes Teil: ", "Benötigtes Teil:")):
        comparison = compared(SEED, SEED.replace(before, after, 1))
        assert comparison.score < 1
        assert {finding.field for finding in comparison.findings if finding.severity is not Severity.LAYOUT} == {"msgstr"}


def test_one_damaged_line_costs_no_more_than_its_entry():
    lines = SEED.split("\n")
    for k in range(7, len(lines), 3):
        for damaged in ([], ["~~~~"], [lines[k].replace('"', "", 1)]):
            text = "\n".join([*lines[:k], *damaged, *lines[k + 1 :]])
            assert compared(SEED, text).score > 1 - 4.2 / WEIGHT, (k, damaged)
    assert [e.fields["text"] for e in DOMAIN.read('msgid "a\nmsgstr "b"\n', NAME) if e.kind == UNREADABLE] == ['msgid "a']


def test_the_seed_is_consistent_and_mistakes_are_found():
    assert check({NAME: SEED}) == []
    mistakes = {
        "has other placeholders": ("%(helper)s hat es", "%(helfer)s hat es"),
        "ends otherwise": ("Benötigtes Teil: ", "Benötigtes Teil:"),
        "has 1 forms of 2": ('msgstr[1] "%d Schrauben"\n', ""),
        "stands 2 times": ('msgctxt "queue"\n', 'msgctxt "button"\n'),
        "none of an entry": ('msgid "Taken by"', "msgid Taken by"),
    }
    for problem, (before, after) in mistakes.items():
        assert any(problem in line for line in check({NAME: SEED.replace(before, after, 1)})), problem
