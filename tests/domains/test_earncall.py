"""Transcripts: whoever begins a turn, in whatever way the house writes it, and what they say, sentence by sentence."""

import pytest

from delegate_audit.domains.everyday.earncall import DOMAIN
from delegate_audit.domains.reading import compare

NAME = "a_transcript.md"
CALL = """# Acme, third quarter

**Company:** Acme
**Date:** 3 May 2026

## Participants

- Ann Lee — Chief Executive
- Bo Dyk — Analyst

## Prepared Remarks

**Operator**: Welcome.

**Ann Lee** (Chief Executive): Sales were EUR 4.2 million. They may grow.

We sold 3 plants.

## Questions and Answers

**Bo Dyk** (Analyst): Why?
"""


def walked(text, name=NAME):
    return [element for top in DOMAIN.read(text, name) for element in top.walk()]


def changes(other):
    found = compare({NAME: CALL}, {NAME: other}, DOMAIN).findings
    return [(finding.kind, finding.field, finding.before, finding.after) for finding in found if finding.cost]


def test_a_call():
    kinds = [element.kind for element in walked(CALL)]
    assert [kinds.count(kind) for kind in ("title", "field", "section", "participant", "turn", "sentence")] == [1, 2, 3, 2, 3, 5]
    assert DOMAIN.write(DOMAIN.read(CALL, NAME)) == CALL


@pytest.mark.parametrize(
    ("line", "speaker", "role"),
    [
        ("Operator: Hello.", "Operator", None),
        ("Ann B. van Dyk: Hello.", "Ann B. van Dyk", None),
        ("Ann Lee (Acme): Hello.", "Ann Lee", "Acme"),
        ("**Ann Lee:** Hello.", "Ann Lee", None),
        ("**Ann Lee (Acme):** Hello.", "Ann Lee", "Acme"),
        ("**Ann Lee** (Acme): Hello.", "Ann Lee", "Acme"),
        ("**Ann Lee -- Acme**\n\nHello.", "Ann Lee", "Acme"),
        ("**Ann Lee, Acme**\n\nHello.", "Ann Lee", "Acme"),
        ("Ann Lee -- Acme -- Analyst\n\nHello.", "Ann Lee", "Acme -- Analyst"),
        ("Operator\n\nHello.", "Operator", None),
        ("<Q - Ann Lee>: Hello.", "Ann Lee", None),
        ("[01:02:03] Ann Lee: Hello.", "Ann Lee", None),
    ],
)
def test_who_begins_a_turn(line, speaker, role):
    (turn,) = DOMAIN.read(f"{line}\n", NAME)
    assert (turn.kind, turn.fields["speaker"], turn.fields.get("role")) == ("turn", speaker, role)
    assert [sentence.fields["text"] for sentence in turn.children[0].children] == ["Hello."]
    assert DOMAIN.write((turn,)) == f"{line}\n"


def test_what_is_no_turn():
    assert {e.kind for e in walked("we said this: it is so\n\nThe figures of last year -- all of them. Good.\n")} == {
        "paragraph",
        "sentence",
    }


def test_the_wrong_speaker_or_figure_is_one_finding():
    assert changes(CALL.replace("**Ann Lee** (Chief", "**Bo Dyk** (Chief")) == [("turn", "speaker", "Ann Lee", "Bo Dyk")]
    assert [change[:2] for change in changes(CALL.replace("4.2 million", "4.3 million"))] == [("sentence", "text")]
    assert [change[:2] for change in changes(CALL.replace("may grow", "will grow"))] == [("sentence", "text")]


def test_how_a_speaker_is_set_off_is_layout():
    result = compare({NAME: CALL}, {NAME: CALL.replace("**Ann Lee** (Chief Executive):", "**Ann Lee (Chief Executive):**")}, DOMAIN)
    assert result.score == 1
    assert result.findings


def test_a_lost_heading_of_a_turn_moves_no_sentence_far():
    result = compare({NAME: CALL}, {NAME: CALL.replace("**Ann Lee** (Chief Executive): ", "")}, DOMAIN)
    assert result.score > 1 - 4 / 16
