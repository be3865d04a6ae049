import pytest

from delegate_audit.domains import registry
from delegate_audit.transforms.contract import TransformError

JOURNAL = """; Opening remarks.

2026-01-02 * Grocer  ; weekly
    Food        4.00 EUR
    Cash

; Checked by Ines.

2026-01-03 * Baker
    Food        2.00 EUR
    Cash
"""


@pytest.fixture
def ledger():
    return registry.get("accounting")


@pytest.fixture
def journal(ledger):
    return {"a.ledger": ledger.write(ledger.read(JOURNAL, "a.ledger"))}


def test_elements_go_out_and_come_back_to_their_places(build, journal, ledger):
    aside = build("set_aside", kind="comment", into="comments.csv", file="a.ledger")
    there = aside.forward(journal, ledger)
    assert there["comments.csv"] == "parent,place,marker,text\n,1,;,Opening remarks.\n,3,;,Checked by Ines.\n"
    assert "Opening" not in there["a.ledger"]
    assert dict(aside.backward(there, ledger)) == journal


def test_nested_elements_name_what_they_lie_in(build, journal, ledger):
    aside = build("set_aside", kind="posting", into="postings.csv", file="a.ledger", under={"payee": "Baker"})
    there = aside.forward(journal, ledger)
    assert "transaction 2,1," in there["postings.csv"]
    assert "2.00 EUR" not in there["a.ledger"]
    assert dict(aside.backward(there, ledger)) == journal


def test_what_has_children_takes_them_along(build, journal, ledger):
    aside = build("set_aside", kind="transaction", into="all.csv", file="a.ledger")
    there = aside.forward(journal, ledger)
    assert "element_children" in there["all.csv"].split("\n")[0]
    assert dict(aside.backward(there, ledger)) == journal


def test_one_field_goes_out(build, guide, subtitles):
    aside = build("set_aside", kind="cue", field="position", into="positions.csv")
    there = aside.forward(guide, subtitles)
    assert there["positions.csv"] == "id,position\n2,X1:40\n"
    assert "X1:40" not in there["guide.srt"]
    assert dict(aside.backward(there, subtitles)) == guide


def test_several_files_are_told_apart(build, journal, ledger):
    files = {"a.ledger": journal["a.ledger"], "b.ledger": journal["a.ledger"].replace("Ines", "Ulf")}
    aside = build("set_aside", kind="comment", into="comments.csv", file="*.ledger")
    there = aside.forward(files, ledger)
    assert there["comments.csv"].startswith("file,parent,place,")
    assert dict(aside.backward(there, ledger)) == files


def test_rows_that_fit_nowhere_are_skipped(build, journal, ledger):
    aside = build("set_aside", kind="comment", into="comments.csv", file="a.ledger")
    broken = "parent,place,marker,text\ntransaction 99,1,;,lost\n,soon,;,when?\n,1,;,Opening remarks.\n\n,999999999,;,Checked by Ines.\n"
    back = aside.backward({**aside.forward(journal, ledger), "comments.csv": broken}, ledger)["a.ledger"]
    assert back.startswith("; Opening remarks.")
    assert back.rstrip().endswith("; Checked by Ines.")
    assert "lost" not in back
    with pytest.raises(TransformError, match=r"comments.csv is missing"):
        aside.backward(journal, ledger)
    with pytest.raises(TransformError, match="children"):
        aside.backward({**journal, "comments.csv": "parent,place,text,element_children\n,1,x,{\n"}, ledger)
