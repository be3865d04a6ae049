import pytest

from delegate_audit.errors import UsageError
from delegate_audit.transforms import registry


def test_all_are_found_by_their_modules():
    exact = {"convert", "extract", "recode", "regroup", "rename", "rescale", "set_aside", "shift", "sort", "split"}
    assert set(registry.names()) == {*exact, "unstated"}
    assert list(registry.names()) == sorted(registry.names())


def test_an_unknown_one_is_answered_with_the_known():
    with pytest.raises(UsageError, match=r"no transform 'merge'.*convert, extract"):
        registry.build({"use": "merge"}, {})
    with pytest.raises(UsageError, match="registry"):
        registry.get("registry")
    with pytest.raises(UsageError, match="lacks its name"):
        registry.build({"kind": "cue"}, {})


def test_all_wrong_fields_are_named_at_once():
    with pytest.raises(UsageError) as caught:
        registry.build({"use": "sort", "kind": "cue", "order": 5, "colour": "red"}, {})
    assert str(caught.value).startswith("transform sort, ")
    assert all(f"field {name}:" in str(caught.value) for name in ("by", "order", "colour"))


@pytest.mark.parametrize(
    "spec",
    [
        {"use": "convert", "to": "csv", "into": "g.csv"},
        {"use": "extract", "kind": "cue", "field": "text", "into": "t.csv", "match": "x+"},
        {"use": "recode", "kind": "cue", "field": "position", "table": {"a": "b"}, "key": "k.csv"},
        {"use": "regroup", "kind": "cue", "assign": {"groups": {"a": [1]}}, "order": "o.txt", "groups": "k.csv"},
        {"use": "rename", "fields": ["text"], "names": ["Anna"], "alias": "P{n}", "key": "k.csv"},
        {"use": "rescale", "kind": "cue", "fields": ["start_ms"], "factor": "24/25", "keep": "k.csv"},
        {"use": "set_aside", "kind": "note", "into": "k.csv"},
        {"use": "set_aside", "kind": "cue", "field": "position", "into": "k.csv"},
        {"use": "shift", "kind": "cue", "fields": ["text"], "days": 2},
        {"use": "sort", "kind": "cue", "by": ["-len:text"], "order": "o.txt", "renumber": "index"},
        {"use": "split", "kind": "cue", "by": "position", "into": "p_{group}.srt", "order": "o.csv", "rest": "rest.srt"},
        {"use": "split", "kind": "cue", "assign": {"groups": {"a": [1]}}, "into": "p_{group}.srt", "order": "o.txt"},
    ],
)
def test_every_default_wording_names_the_document_and_all_new_files(spec, guide, subtitles):
    transform = registry.build(spec, {})
    wording = transform.instructions(guide, subtitles)
    assert "guide.srt" in wording.forward
    assert "guide.srt" in wording.backward
    made = [name.replace("*", "<group>") for name in transform.makes()]
    assert all(name in wording.forward for name in made)
