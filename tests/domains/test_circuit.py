"""What a netlist means, however its cards are broken, and what damage costs."""

from pathlib import Path

import pytest

from delegate_audit.core.element import REJECTED, UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.circuit import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.science.circuit import DOMAIN

SEED = Path(__file__).parents[2] / "corpora/science/circuit/tide_bell/seed/tide_bell.cir"

DECK = """R1 a filter for the shed
V1 in 0 DC 0 AC 1
R1 in out 4.70k ; the good one
C1 out 0 100n
* between
+ ic=0.5
X1 out 0 vcc amp params: gain=10
.model DX D(IS=1f
+ RS=10)
.subckt amp i g v params: gain=1
E1 o g i g {gain}
.ends
.control
run
.endc
.tran 1u 1m
.end
"""


def elements(text, name="x.cir"):
    return [element for top in DOMAIN.read(text, name) for element in top.walk()]


def compared(before, after):
    return compare({"x.cir": before}, {"x.cir": after}, DOMAIN)


def test_the_first_line_is_the_title_and_cards_have_nodes_and_values():
    title, source, resistor, capacitor, comment, block, model, amp, inner, control, run, tran, end = elements(DECK)
    assert title.fields["text"] == "R1 a filter for the shed"
    assert (source.fields["nodes"], source.fields["value"]) == ("in 0", "DC 0 AC 1")
    assert dict(resistor.fields) == {
        "name": "R1",
        "nodes": "in out",
        "value": resistor.fields["value"],
        "unit": "k",
        "note": "; the good one",
    }
    assert str(resistor.fields["value"]) == "4.70"
    assert (capacitor.fields["parameters"], comment.kind) == ("ic=0.5", "comment")
    assert (block.fields["nodes"], block.fields["value"], block.fields["parameters"]) == ("out 0 vcc", "amp", "params: gain=10")
    assert model.fields["parameters"] == "(IS=1f\nRS=10)"
    assert (amp.children, inner.fields["nodes"]) == ((inner,), "o g i g")
    assert [e.kind for e in (control, run, tran, end)] == ["control", "command", "analysis", "end"]


def test_there_is_one_title_and_none_in_a_file_to_be_included():
    assert [e.kind for e in elements("\n\nR1 a b 10\nR2 a b 10\n")] == ["title", "resistor"]
    assert [e.kind for e in elements("R1 a b 10\n", "x.inc")] == ["resistor"]


SAME = {
    "small letters": ("R1 in out 4.70k", "r1 IN out 4.70K"),
    "a number with other zeros": ("4.70k", "4.7k"),
    "blanks": ("V1 in 0 DC", "V1   in  0\tDC"),
    "a card on one line": ("D(IS=1f\n+ RS=10)", "D(IS=1f RS=10)"),
    "the name behind .ends": (".ends\n", ".ends amp\n"),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_what_means_the_same_costs_nothing(before, after):
    comparison = compared(DECK, DECK.replace(before, after))
    assert comparison.score == 1
    assert comparison.findings


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("4.70k", "4.70Meg"),
        ("in out", "out in"),
        ("+ ic=0.5\n", ""),
        ("RS=10", "RS=1"),
        ("out 0 vcc", "0 out vcc"),
        ("; the good", "; the bad"),
        ("{gain}", "{gian}"),
    ],
)
def test_a_change_costs_at_most_what_it_changes(before, after):
    comparison = compared(DECK, DECK.replace(before, after))
    assert 0 < (1 - comparison.score) * len(elements(DECK)) <= 1.1
    assert any(finding.severity is not Severity.LAYOUT for finding in comparison.findings)


def test_damage_costs_its_line():
    assert [e.fields["text"] for e in elements(DECK.replace("C1 out 0", "1C out 0")) if e.kind == UNREADABLE] == ["1C out 0 100n\nic=0.5"]
    assert elements(DECK.replace(".ends\n", ""))[0].kind == REJECTED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Q1 vcc b1 e1 TIP41", "Q1 vcc b1 e1 TIP4"),
        ("R8 humb sum", "R7 humb sum"),
        ("C4 line hp1", "C4 line hp7"),
        ("mixed amp", "amp"),
        ("band params: f0=412", "bend params: f0=412"),
    ],
)
def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not(before, after):
    text = SEED.read_text(encoding="utf-8")
    assert check({"x.cir": text}) == []
    assert check({"x.cir": text.replace(before, after, 1)})
