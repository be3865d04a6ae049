import pytest

from delegate_audit.domains import registry
from delegate_audit.errors import UsageError
from delegate_audit.transforms.contract import TransformError


def order_of(text: str) -> list[str]:
    return [block.split("\n")[0] for block in text.split("\n\n")]


def test_numbers_are_written_down_in_the_new_order(build, guide, subtitles):
    sort = build("sort", kind="cue", by=["-len:text"], order="order.txt", renumber="index")
    there = sort.forward(guide, subtitles)
    assert there["order.txt"] == "1\n2\n4\n3\n"
    assert order_of(there["guide.srt"]) == ["1", "2", "NOTE bell rings", "3", "4"], "the bell keeps its place"
    assert dict(sort.backward(there, subtitles)) == guide


def test_what_has_no_value_comes_last_either_way(build, guide, subtitles):
    for by in ("position", "-position"):
        assert order_of(build("sort", kind="cue", by=by, order="o.txt").forward(guide, subtitles)["guide.srt"])[0] == "2"


def test_elements_with_a_key_are_named_in_the_original_order(build):
    domain = registry.get("accounting")
    bought = "2026-01-02 * Grocer\n    Food        4.00 EUR\n    Bags        1.00 EUR\n    Cash\n"
    journal = f"{bought}\n2026-01-03 * Baker\n    Food        2.00 EUR\n    Cash\n"
    journal = domain.write(domain.read(journal, "a.ledger"))
    sort = build("sort", kind="posting", by=["account"], order="order.txt", file="a.ledger")
    there = sort.forward({"a.ledger": journal}, domain)
    assert there["order.txt"] == "Food\nBags\nCash\nFood#2\nCash#2\n"
    assert there["a.ledger"].index("Bags") < there["a.ledger"].index("Food")
    assert dict(sort.backward(there, domain)) == {"a.ledger": journal}


def test_numbers_before_words_and_words_by_the_alphabet(build):
    domain = registry.get("spreadsheet")
    table = "a,b\nzeta,10\nAlpha,9\nbeta,x\n"
    sort = build("sort", kind="row", by="b", order="o.txt", file="t.csv")
    assert sort.forward({"t.csv": table}, domain)["t.csv"] == "a,b\nAlpha,9\nzeta,10\nbeta,x\n"
    sort = build("sort", kind="row", by="a", order="o.txt", file="t.csv")
    assert sort.forward({"t.csv": table}, domain)["t.csv"] == "a,b\nAlpha,9\nbeta,x\nzeta,10\n"


def test_a_damaged_order_file_leaves_the_unknown_where_it_stands(build, guide, subtitles):
    sort = build("sort", kind="cue", by=["-len:text"], order="order.txt")
    there = {**sort.forward(guide, subtitles), "order.txt": "\n3\nwhat?\n1\n\n2\n77\n"}
    assert order_of(sort.backward(there, subtitles)["guide.srt"]) == ["4", "2", "NOTE bell rings", "3", "1"]


def test_several_files_share_one_order_file(build, guide, subtitles):
    files = {
        "a.srt": guide["guide.srt"],
        "b.srt": guide["guide.srt"].replace("pier", "very long and very old wooden pier on the northern side"),
    }
    sort = build("sort", kind="cue", by=["-len:text"], order="order.txt", file="*.srt")
    there = sort.forward(files, subtitles)
    assert there["order.txt"].startswith("a.srt:1\na.srt:2\na.srt:4\n")
    assert "b.srt:3\n" in there["order.txt"]
    assert dict(sort.backward(there, subtitles)) == files


def test_it_needs_its_order_file(build, guide, subtitles):
    with pytest.raises(TransformError, match=r"order.txt is missing"):
        build("sort", kind="cue", by="text", order="order.txt").backward(guide, subtitles)
    with pytest.raises(UsageError, match="field order"):
        build("sort", kind="cue", by="text", order="order.csv")
