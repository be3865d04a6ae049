"""What OpenQASM means, in version 2 and 3, with openqasm3 as the oracle for what is kept."""

from pathlib import Path

import pytest

from delegate_audit.core.element import REJECTED, UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.quantum import check
from delegate_audit.domains.code.quantum import DOMAIN
from delegate_audit.domains.reading import compare

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "corpora/code/quantum").glob("*/seed/*.qasm"))
TEXT = """OPENQASM 2.0;
include "qelib1.inc";
qreg q[3];
creg c[2];

gate turn(t) a { rz(t/2) a; }

rx(0.50) q[0]; // tuned
cx q[0],q[1];
measure q[0] -> c[0];
if(c==1) x q[2];
"""


def elements(text):
    return [element for top in DOMAIN.read(text, "x.qasm") for element in top.walk()]


def compared(before, after):
    return compare({"x.qasm": before}, {"x.qasm": after}, DOMAIN)


def test_every_statement_says_what_it_is():
    kinds = [element.kind for element in elements(TEXT)]
    assert kinds == ["version", "include", "register", "register", "gate", "operation", "operation", "operation", "measure", "conditional"]
    assert elements(TEXT)[6].fields == {
        "gate": "rx",
        "parameters": elements("rx(0.50) q;")[0].fields["parameters"],
        "qubits": "q[0]",
        "note": "// tuned",
    }
    modified, assigned, sized = elements("inv @ ctrl @ rz(pi) a, b;\nc[0] = measure q[1];\nqubit[5] ion;\n")
    assert (modified.fields["modifiers"], modified.fields["gate"]) == ("inv @ ctrl @", "rz")
    assert (assigned.fields["target"], sized.fields["size"]) == ("c[0]", 5)


SAME = {
    "white space": ("cx q[0],q[1];", "cx  q[0] , q[1] ;"),
    "another spelling of a number": ("0.50", ".5"),
    "a body over lines": ("{ rz(t/2) a; }", "{\n  rz( t / 2 ) a;\n}"),
    "two statements on a line": ("qreg q[3];\ncreg", "qreg q[3]; creg"),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_what_means_the_same_costs_nothing(before, after):
    assert compared(TEXT, TEXT.replace(before, after)).score == 1


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("0.50", "0.51", "parameters"),
        ("q[1];", "q[2];", "qubits"),
        ("cx", "cz", "gate"),
        ("> c[0]", "> c[1]", "target"),
        ("c==1", "c==2", "condition"),
    ],
)  # fmt: skip
def test_a_changed_fact_costs_its_statement(before, after, field):
    comparison = compared(TEXT, TEXT.replace(before, after, 1))
    assert comparison.score == pytest.approx(0.9)
    assert [f.field for f in comparison.findings if f.severity is not Severity.LAYOUT] == [field]


def test_the_order_of_operations_counts():
    assert compared(TEXT, TEXT.replace("cx q[0],q[1];\nmeasure q[0] -> c[0];", "measure q[0] -> c[0];\ncx q[0],q[1];")).score < 1


@pytest.mark.parametrize("k", range(len(TEXT.splitlines())))
def test_one_damaged_line_costs_what_it_damages(k):
    lines = TEXT.splitlines()
    if lines[k]:
        assert compared(TEXT, "\n".join([*lines[:k], "~~~~", *lines[k + 1 :]])).score >= (0.7 if k == 5 else 0.8)


def test_a_lost_semicolon_or_brace_costs_little():
    assert [e.kind for e in elements("h q[0]\nx q[1];\nz q[2];\n")] == [UNREADABLE, "operation", "operation"]
    assert REJECTED in {e.kind for e in elements(TEXT.replace("{ rz(t/2) a; }", "{ rz(t/2) a;"))}


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name)
def test_a_parser_reads_the_same_before_and_after(path):
    openqasm3 = pytest.importorskip("openqasm3")
    if "OPENQASM 3" not in (text := path.read_text(encoding="utf-8")):
        text = text.replace("OPENQASM 2.0", "OPENQASM 3.0").replace("if(syn", "if (syn")
    spread = text.replace(";\n", " ;\n\n").replace("] ", "]   ")
    before, after = (openqasm3.parse(part) for part in (spread, DOMAIN.write(DOMAIN.read(spread, path.name))))
    assert openqasm3.dumps(before) == openqasm3.dumps(after)


def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not():
    text = next(path for path in SEEDS if path.name == "shot_plan.qasm").read_text(encoding="utf-8")
    assert check({"x.qasm": text}) == []
    for before, after in (
        ("qreg ion[5]", "qreg ion[4]"),
        ("gate comb", "gate majority"),
        ("trap_h ion[0]", "trap_g ion[0]"),
        ("creg syn", "creg sin"),
    ):
        assert check({"x.qasm": text.replace(before, after, 1)}), before
