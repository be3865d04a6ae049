"""What a family tree means, whichever program wrote it."""

from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.genealogy import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.records.genealogy import DOMAIN, MAX_LINE_CHARS

SEEDS = sorted((Path(__file__).parents[2] / "corpora/records/genealogy").glob("*/seed/*.ged"))
TREE = """0 HEAD
1 GEDC
2 VERS 5.5.1
0 @I1@ INDI
1 NAME Edda /Moen/
1 BIRT
2 DATE 4 MAY 1871
2 PLAC Vik
1 NOTE She kept the lamp
2 CONT for forty years.
1 FAMS @F1@
0 @I2@ INDI
1 NAME Ola /Lykt/
1 FAMS @F1@
0 @F1@ FAM
1 HUSB @I2@
1 WIFE @I1@
0 TRLR
"""


def walked(text):
    return [element for top in DOMAIN.read(text, "x.ged") for element in top.walk()]


def compared(after):
    return compare({"x.ged": TREE}, {"x.ged": after}, DOMAIN)


def test_records_hold_lines_and_lines_hold_lines():
    top = DOMAIN.read(TREE, "x.ged")
    assert [(element.kind, element.fields.get("id")) for element in top] == [
        ("header", None),
        ("individual", "I1"),
        ("individual", "I2"),
        ("family", "F1"),
        ("trailer", None),
    ]
    name, birth, note, _ = top[1].children
    assert dict(name.fields) == {"tag": "NAME", "value": "Edda /Moen/"}
    assert [child.fields["value"] for child in birth.children] == ["4 MAY 1871", "Vik"]
    assert (note.kind, note.fields["value"]) == ("text", "She kept the lamp\nfor forty years.")
    assert DOMAIN.write(top) == TREE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1 NOTE She kept the lamp\n", "1 NOTE She kept the la\n2 CONC mp\n"),
        ("1 BIRT\n2 DATE", "  1 BIRT\n    2 DATE"),
        ("0 @I1@ INDI\n1 NAME", "\n0 @I1@ INDI\n1  NAME"),
        ("0 HEAD", "\ufeff0 HEAD"),
    ],
)
def test_another_way_of_writing_costs_nothing(before, after):
    assert before in TREE
    assert compared(TREE.replace(before, after, 1)).score == 1


def test_the_order_of_records_says_nothing_that_of_lines_does():
    first, second = TREE.index("0 @I1@"), TREE.index("0 @I2@")
    family = TREE.index("0 @F1@")
    assert compared(TREE[:first] + TREE[second:family] + TREE[first:second] + TREE[family:]).score == 1
    assert compared(TREE.replace("1 HUSB @I2@\n1 WIFE @I1@", "1 WIFE @I1@\n1 HUSB @I2@")).score < 1


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("4 MAY 1871", "4 MAY 1817", "value"),
        ("1 WIFE @I1@", "1 WIFE @I2@", "value"),
        ("forty", "four", "value"),
        ("1 BIRT", "1 CHR", "tag"),
    ],
)
def test_a_changed_line_costs_itself(before, after, field):
    comparison = compared(TREE.replace(before, after, 1))
    assert [finding.field for finding in comparison.findings if finding.severity is not Severity.LAYOUT][:1] == [field]
    assert 15 / 17 <= comparison.score < 1


def test_a_lost_line_leaves_what_stood_below_it_readable():
    elements = walked(TREE.replace("0 HEAD\n", "").replace("1 BIRT\n", ""))
    assert UNREADABLE not in {element.kind for element in elements}
    assert [(e.fields["tag"], e.fields["level"]) for e in elements if "level" in e.fields] == [("GEDC", 1)]
    assert compared(TREE.replace("1 BIRT\n", "")).score >= 14 / 17


def test_a_text_is_as_long_as_it_is():
    note = " ".join(["lamp"] * 200)
    written = DOMAIN.write(DOMAIN.read(f"0 @N1@ NOTE {note}\n", "x.ged"))
    assert max(map(len, written.splitlines())) <= MAX_LINE_CHARS + len("0 @N1@ NOTE ")
    assert DOMAIN.read(written, "x.ged")[0].fields["value"] == note
    assert written.splitlines()[1].startswith("1 CONC ")


def test_a_pointer_is_a_fact_and_a_note_is_wording():
    kinds = {element.kind for element in walked("0 @I1@ INDI\n1 NOTE @N1@\n") if element.fields.get("tag") == "NOTE"}
    assert kinds == {"line"}


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not(path):
    text = path.read_text(encoding="utf-8")
    assert check({"x.ged": text}) == []
    for before, after in (
        ("1 FAMC @F1@", "1 FAMC @F2@"),
        ("2 DATE 11 APR 1864", "2 DATE 11 APR 1846"),
        ("2 DATE 12 OCT 1862", "2 DATE 12 OCT 1826"),
        ("2 SOUR @S1@", "2 SOUR @S11@"),
        ("0 @I2@ INDI", "0 @I3@ INDI"),
        ("1 CHIL @I3@\n1 CHIL @I4@", "1 CHIL @I4@\n1 CHIL @I3@"),
    ):
        assert before in text
        assert check({"x.ged": text.replace(before, after, 1)}), before
