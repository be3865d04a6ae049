"""What feature files mean, with the compiler of fontTools as the oracle."""

import re
from pathlib import Path

import pytest

from delegate_audit.core.element import REJECTED, UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.fonteng import check
from delegate_audit.domains.creative.fonteng import DOMAIN
from delegate_audit.domains.reading import compare

ROOT = Path(__file__).parents[2]
SEED = (ROOT / "corpora/creative/fonteng/county_gazette/seed/larkmoor.fea").read_text(encoding="utf-8")
TEXT = """languagesystem latn dflt;
@round = [b d o];
markClass [acute grave] <anchor 150 500> @top;

lookup swash {
    sub t by t.end;
} swash;

feature kern {
    pos A V -80; # too tight?
    enum pos @round y -12;
    pos t' lookup swash V;
} kern;
"""


def elements(text):
    return [element for top in DOMAIN.read(text, "x.fea") for element in top.walk()]


def compared(before, after):
    return compare({"x.fea": before}, {"x.fea": after}, DOMAIN)


def test_blocks_hold_their_rules():
    kinds = ["languagesystem", "class", "mark", "lookup", "rule", "feature", "kern", "kern", "rule"]
    assert [e.kind for e in elements(TEXT)] == kinds
    pair, mark = elements(TEXT)[6], elements(TEXT)[2]
    assert (pair.fields["left"], pair.fields["value"], pair.fields["note"]) == ("A", -80, "# too tight?")
    assert (mark.fields["x"], mark.fields["class"]) == (150, "@top")


@pytest.mark.parametrize(
    ("statement", "kind", "fields"),
    [
        ("sub f' i by f_i", "rule", {"op": "sub", "glyphs": "f' i", "how": "by", "result": "f_i"}),
        ("ignore substitute a d' d, f' i", "rule", {"op": "ignore substitute", "glyphs": "a d' d, f' i"}),
        ("pos A <0 0 -20 0> V", "rule", {"op": "pos", "glyphs": "A <0 0 -20 0> V"}),
        ("pos [A B] V <0 0 -20 0>", "kern", {"op": "pos", "left": "[A B]", "right": "V", "value": "<0 0 -20 0>"}),
        ("language NLD exclude_dflt", "setting", {"name": "language", "value": "NLD exclude_dflt"}),
        ("anchorDef 120 -20 contourpoint 5 TOP", "anchor", {"x": 120, "y": -20, "point": "contourpoint 5", "name": "TOP"}),
    ],
)
def test_statements(statement, kind, fields):
    (found,) = elements(f"{statement};\n")
    assert (found.kind, dict(found.fields)) == (kind, fields)


SAME = {
    "long keywords": ("sub t", "substitute t"),
    "other white space": ("[b d o]", "[ b\n  d   o ]"),
    "no white space round a class": ("= [b", "=[b"),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_what_means_the_same_costs_nothing(before, after):
    assert before in TEXT
    assert compared(TEXT, TEXT.replace(before, after)).score == 1


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("-80", "80", "value"),
        ("b d o", "b o d", "glyphs"),
        ("t.end", "t .end", "result"),
        ("150", "105", "x"),
    ],
)
def test_a_changed_fact_costs_its_element(before, after, field):
    comparison = compared(TEXT, TEXT.replace(before, after, 1))
    assert comparison.score == pytest.approx(8 / 9)
    assert {f.field for f in comparison.findings if f.severity is not Severity.LAYOUT} == {field}


def test_one_damaged_line_costs_what_it_damages():
    lines = TEXT.splitlines()
    for k in (0, 1, 2, 5, 9, 10, 11):
        assert compared(TEXT, "\n".join([*lines[:k], "~~~~;", *lines[k + 1 :]]) + "\n").score == pytest.approx(8 / 9)


def test_a_lost_bracket_costs_its_block_alone():
    found = elements(TEXT.replace("} swash;\n", ""))
    assert found[0].kind == REJECTED
    assert [e.kind for e in found].count(UNREADABLE) == 1
    assert "kern" in {e.kind for e in found}


def compiled(text):
    """The binary tables that the features make, for a font that has all glyphs named anywhere."""
    builder = pytest.importorskip("fontTools.fontBuilder").FontBuilder(1000, isTTF=True)
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString

    names = set(re.findall(r"(?<![@\w.])[A-Za-z][\w.]*", re.sub(r'#.*|"[^"\n]*"', "", SEED)))
    builder.setupGlyphOrder([".notdef", *sorted(names | set(map(chr, [*range(65, 91), *range(97, 123)])))])
    builder.setupCharacterMap({65: "A"})
    builder.setupHorizontalMetrics(dict.fromkeys(builder.font.getGlyphOrder(), (500, 0)))
    builder.setupHorizontalHeader()
    builder.setupOS2()
    addOpenTypeFeaturesFromString(builder.font, text)
    return {tag: builder.font[tag].compile(builder.font) for tag in ("GSUB", "GPOS", "GDEF", "OS/2", "hhea", "name")}


def test_the_compiler_makes_the_same_of_what_is_written():
    spread = re.sub(r"(?m)^( +sub [^#\n]*?) by ", r"\1\n by   ", SEED).replace("[", "[ ").replace("; #", ";#")
    assert spread != DOMAIN.write(DOMAIN.read(spread, "x.fea"))
    assert compiled(DOMAIN.write(DOMAIN.read(spread, "x.fea"))) == compiled(SEED) == compiled(spread)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("} frac;", "} fric;"),
        ("thorn.sc]", "]"),
        ("@lining = ", "@lines = "),
        ("lookup swash_t;", "lookup swish_t;"),
        ("feature ss01;", "feature ss07;"),
        ("pos A V -80", "pos A T -80"),
    ],
)
def test_the_check_sees_where_the_seed_does_not_agree(before, after):
    assert check({"x.fea": SEED}) == []
    assert before in SEED
    assert check({"x.fea": SEED.replace(before, after, 1)})
