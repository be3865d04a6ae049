"""What a Lean source means, however it is broken into lines, and what damage costs."""

from pathlib import Path

import pytest

from delegate_audit.core.element import REJECTED, UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.mathlean import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.science.mathlean import DOMAIN

SEED = Path(__file__).parents[2] / "corpora/science/mathlean/harbour_lido/seed/Lido.lean"

NOTES = """/-! # Doors -/

namespace Doors

section
/-- Both /- sides -/ count. -/
@[simp]
private theorem swap {a b : Nat} (h : a = b := by rfl)
    (k : a ≤ 3) : b = a := by -- turned
  -- first
  have h₂ : a ≤ 4 := by omega
    · exact h.symm
end

def doors : Nat → Bool
| 0 => true
| _ => "-- none".isEmpty

end Doors
"""


def elements(text):
    return [element for top in DOMAIN.read(text, "x.lean") for element in top.walk()]


def compared(before, after):
    return compare({"x.lean": before}, {"x.lean": after}, DOMAIN)


def test_a_declaration_holds_its_proof_and_a_namespace_its_declarations():
    title, space = DOMAIN.read(NOTES, "x.lean")
    section, doors, _ = space.children
    docstring, swap, _ = section.children
    assert (title.kind, space.fields["name"], docstring.fields["text"]) == ("moduledoc", "Doors", " Both /- sides -/ count. ")
    assert dict(swap.fields) == {
        "modifiers": "@[simp] private",
        "keyword": "theorem",
        "name": "swap",
        "statement": "{a b : Nat} (h : a = b := by rfl)\n    (k : a ≤ 3) : b = a",
        "proof": ":= by",
        "note": "-- turned",
    }
    assert [(e.kind, e.fields["indent"]) for e in swap.children] == [("comment", 2), ("step", 2), ("step", 4)]
    assert [e.fields["text"] for e in doors.children] == ["| 0 => true", '| _ => "-- none".isEmpty']


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("@[simp]\nprivate", "@[simp] private"),
        (":= by rfl)\n    (k", ":= by rfl) (k"),
        ("have h₂ : a", "have  h₂ :  a"),
        ("namespace Doors\n\n", "namespace Doors\n"),
        ("count. -/", "\n  count.\n-/"),
        ("\nend Doors", "\n\n\nend Doors"),
    ],
)
def test_what_means_the_same_costs_nothing(before, after):
    assert compared(NOTES, NOTES.replace(before, after)).score == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a ≤ 3", "a ≤ 2"),
        ("private ", ""),
        ("    · exact", "  · exact"),
        ("= b := by rfl", "= b"),
        ("  -- first\n", ""),
        ("h.symm", "h"),
        ("| 0 => true\n", ""),
        ("swap {", "swop {"),
    ],
)
def test_a_change_costs_what_it_changes(before, after):
    comparison = compared(NOTES, NOTES.replace(before, after))
    assert 0 < (1 - comparison.score) * len(elements(NOTES)) <= 1.2
    assert any(finding.severity is not Severity.LAYOUT for finding in comparison.findings)


def test_damage_costs_its_line():
    broken = elements(NOTES.replace("def doors", "=def doors"))
    assert [e.fields["text"] for e in broken if e.kind == UNREADABLE] == ["=def doors : Nat → Bool"]
    assert len(broken) == len(elements(NOTES))


@pytest.mark.parametrize(("before", "after"), [("end Doors", "end Dors"), (" count. -/", " count.")])
def test_what_lean_refuses_is_marked_and_the_rest_still_read(before, after):
    found = elements(NOTES.replace(before, after))
    assert found[0].kind == REJECTED
    assert {"swap", "doors"} - {e.fields.get("name") for e in found} <= ({"swap"} if "count" in before else set())


def test_what_is_never_closed_stays_apart_from_what_follows():
    text = "namespace A\n\n/- lost\nand gone\n\n  by simp\n=x\n\nend A\n"
    found = DOMAIN.read(text, "x.lean")
    assert [e.fields["text"] for e in elements(text) if e.kind == UNREADABLE] == ["/- lost\nand gone", "=x"]
    assert DOMAIN.read(DOMAIN.write(found), "x.lean") == found


def test_a_file_need_not_close_its_namespaces():
    assert [e.kind for e in elements("namespace A\ndef x := 1\n")] == ["section", "declaration"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("end Payment", "end Payments"),
        ("theorem payable_add ", "theorem payable_sum "),
        ("def tokens", "def passed"),
        ("rw [run_append, run_append", "rw [run_apend, run_append"),
    ],
)
def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not(before, after):
    text = SEED.read_text(encoding="utf-8")
    assert check({"x.lean": text}) == []
    assert check({"x.lean": text.replace(before, after, 1)})
