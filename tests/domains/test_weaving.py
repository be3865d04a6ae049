"""What a draft means, in whatever order and case its loom writes it."""

import configparser
from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.weaving import check
from delegate_audit.domains.creative.weaving import DOMAIN
from delegate_audit.domains.reading import compare

SEED = Path(__file__).parents[2] / "corpora/creative/weaving/regatta_towels/seed/regatta_towels.wif"

DRAFT = """[WIF]
Version=1.1
[CONTENTS]
TIEUP=true
[TIEUP]
1=1,2
2=3, 4
3=
[WARP]
Spacing=0.20
Threads=4
; by hand
[NOTES]
1=Beat once, shed closed
2=1,5 picks
"""


def elements(text, name="x.wif"):
    return [element for top in DOMAIN.read(text, name) for element in top.walk()]


def compared(before, after):
    return compare({"x.wif": before}, {"x.wif": after}, DOMAIN)


def test_sections_hold_entries_and_notes_are_wording():
    sections = DOMAIN.read(DRAFT, "x.wif")
    assert [section.fields["name"] for section in sections] == ["WIF", "CONTENTS", "TIEUP", "WARP", "NOTES"]
    assert [(e.kind, e.fields.get("value")) for e in sections[2].children] == [("entry", "1,2"), ("entry", "3, 4"), ("entry", None)]
    assert str(sections[3].children[0].fields["value"]) == "0.20"
    assert [e.kind for e in sections[4].children] == ["note", "note"]


SAME = {
    "numbers in another spelling": ("Spacing=0.20", "Spacing=.2"),
    "blanks in a list": ("1=1,2", "1 = 1, 2"),
    "another word for on": ("TIEUP=true", "TIEUP=yes"),
    "small letters": ("[TIEUP]", "[tieup]"),
    "entries in another order": ("1=1,2\n2=3, 4", "2=3, 4\n1=1,2"),
    "sections in another order": ("[WIF]\nVersion=1.1\n[CONTENTS]\nTIEUP=true\n", "[CONTENTS]\nTIEUP=true\n[WIF]\nVersion=1.1\n"),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_what_means_the_same_costs_nothing(before, after):
    comparison = compared(DRAFT, DRAFT.replace(before, after))
    assert comparison.score == 1
    assert comparison.findings


@pytest.mark.parametrize(
    ("before", "after"), [("1=1,2", "1=2,1,3"), ("Threads=4", "Threads=5"), ("2=3, 4", "2=3. 4"), ("TIEUP=true", "TIEUP=false")]
)
def test_a_change_costs_one_element(before, after):
    comparison = compared(DRAFT, DRAFT.replace(before, after))
    assert (1 - comparison.score) * len(elements(DRAFT)) == pytest.approx(1)


def test_a_word_of_a_note_is_wording_and_no_fact():
    assert {f.severity for f in compared(DRAFT, DRAFT.replace("Beat once", "Please beat once")).findings} == {Severity.WORDING}


def test_what_is_neither_costs_its_line():
    assert [e.fields["text"] for e in elements(DRAFT + "[THREADING\nno entry\n") if e.kind == UNREADABLE] == ["[THREADING", "no entry"]


def test_configparser_reads_the_same_before_and_after():
    read = []
    for text in (SEED.read_text(encoding="utf-8"), DOMAIN.write(DOMAIN.read(SEED.read_text(encoding="utf-8"), "x.wif"))):
        parser = configparser.ConfigParser(interpolation=None, comment_prefixes=(";",), delimiters=("=",))
        parser.read_string(text)
        read.append({name: dict(parser[name]) for name in parser.sections()})
    assert read[0] == read[1]
    assert sum(map(len, read[0].values())) == sum(e.kind in {"entry", "note"} for e in elements(SEED.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Threads=147", "Threads=148"),
        ("\n40=", "\n39="),
        ("Shafts=8", "Shafts=6"),
        ("NOTES=true", "NOTES=false"),
        ("Entries=6", "Entries=7"),
    ],
)
def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not(before, after):
    text = SEED.read_text(encoding="utf-8")
    assert check({"x.wif": text}) == []
    assert check({"x.wif": text.replace(before, after, 1)})
