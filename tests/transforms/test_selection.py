import pytest

from delegate_audit.core.element import Element
from delegate_audit.core.kind import Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.contract import TransformError
from delegate_audit.transforms.draft import Draft
from delegate_audit.transforms.selection import identities, target_names

KEYED = Kind("row", {"name": Text(), "town": Text()}, key=("name", "town"))


def draft(*rows: dict[str, str | None]) -> Draft:
    elements = tuple(Element("row", fields) for fields in rows)
    return Draft("x.rows", "", Domain("rows", "Rows", "records", ("*.rows",), (KEYED,), lambda *_: elements, lambda _: ""))


def names(*rows: dict[str, str | None], without: tuple[str, ...] = ()) -> list[str]:
    return list(identities(draft(*rows), KEYED, without).values())


def test_names_are_the_keys_as_shown_and_unlike_all_others():
    rows = (
        {"name": "A", "town": "B"},
        {"name": "A", "town": "B"},
        {"name": "A  B#2", "town": None},
        {"name": None},
        {"name": "A", "town": "B"},
    )
    assert names(*rows) == ["A B", "A B#2", "A B#2#2", "4", "A B#3"]


def test_a_field_about_to_change_names_nobody():
    assert names({"name": "A", "town": "B"}, {"name": "A", "town": "C"}, without=("town",)) == ["A", "A#2"]
    assert names({"name": "A", "town": "B"}, without=("name", "town")) == ["1"]


def test_files_are_chosen_by_name_pattern_or_domain(build, subtitles):
    files = {"a.srt": "", "b.srt": "", "order.txt": "", "notes.md": ""}
    assert target_names(build("sort", kind="cue", by="text", order="order.txt", file=()), files, subtitles) == ["a.srt", "b.srt"]
    assert target_names(build("sort", kind="cue", by="text", order="order.txt", file="b*"), files, subtitles) == ["b.srt"]
    own = build("split", kind="cue", by="text", into="a{group}.srt", order="order.txt", file=())
    assert target_names(own, files, subtitles) == ["b.srt"], "a part of its own is no target"
    with pytest.raises(TransformError, match=r"no file guide.srt"):
        target_names(build("sort", kind="cue", by="text", order="order.txt"), files, subtitles)
