"""Every transform: nothing is lost on any document, and no workspace makes it raise anything but its own error."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import refusal
from delegate_audit.domains import registry as domains
from delegate_audit.transforms import registry
from delegate_audit.transforms.contract import Transform, TransformError

ASSIGN = {"groups": {"Quay": [1, "3-9"], "Old town": [2, "X"]}, "default": "elsewhere"}

SPECS: dict[str, dict[str, object]] = {
    "split by an authored grouping": {
        "use": "split",
        "kind": "cue",
        "assign": ASSIGN,
        "into": "stop_{group}.srt",
        "order": "order.csv",
        "renumber": "index",
    },
    "split by a field": {"use": "split", "kind": "cue", "by": "position", "prefix": 3, "into": "{group}.srt", "order": "order.csv"},
    "split with a rest": {
        "use": "split",
        "kind": "cue",
        "by": "position",
        "into": "p_{group}.srt",
        "order": "order.csv",
        "rest": "notes.srt",
    },
    "split with the rest in place": {
        "use": "split",
        "kind": "note",
        "by": "text",
        "prefix": 1,
        "into": "p_{group}.srt",
        "order": "o.csv",
        "rest": "g.srt",
    },
    "sort": {"use": "sort", "kind": "cue", "by": ["-position", "len:text", "start_ms"], "order": "order.txt"},
    "sort and renumber": {"use": "sort", "kind": "cue", "by": ["text"], "order": "order.txt", "renumber": "index"},
    "regroup": {"use": "regroup", "kind": "cue", "assign": ASSIGN, "order": "order.txt", "groups": "groups.csv"},
    "regroup and renumber": {
        "use": "regroup",
        "kind": "cue",
        "assign": ASSIGN,
        "key": "position",
        "order": "o.txt",
        "groups": "g.csv",
        "renumber": "index",
    },
    "to csv": {"use": "convert", "to": "csv", "into": "g.csv"},
    "to json": {"use": "convert", "to": "json", "into": "g.json"},
    "to yaml": {"use": "convert", "to": "yaml", "into": "g.yaml"},
    "to markdown": {"use": "convert", "to": "markdown", "into": "g.md"},
    "rescale": {
        "use": "rescale",
        "kind": "cue",
        "fields": ["start_ms", "end_ms"],
        "factor": "24/25",
        "offset": "1500",
        "keep": "times.csv",
    },
    "rescale in steps": {"use": "rescale", "kind": "cue", "fields": ["end_ms"], "factor": "0.5", "step": "250", "keep": "times.csv"},
    "extract all": {"use": "extract", "kind": "cue", "field": "text", "into": "texts.csv"},
    "extract matches": {
        "use": "extract",
        "kind": "cue",
        "field": "text",
        "into": "t.csv",
        "match": r"[a-z]+",
        "reference": "<{n}>",
        "same_once": False,
    },
    "set aside elements": {"use": "set_aside", "kind": "note", "into": "notes.csv"},
    "set aside a field": {"use": "set_aside", "kind": "cue", "field": "position", "into": "positions.csv"},
    "rename values": {"use": "rename", "kind": "cue", "fields": ["position"], "alias": "Place {letter}", "key": "key.csv"},
    "rename names": {"use": "rename", "fields": ["text"], "names": ["Anna", "Anna Ruiz", "hi"], "alias": "Person {n}", "key": "key.csv"},
    "recode": {"use": "recode", "kind": "cue", "field": "position", "table": {"X1:40": "left", "left": "right"}, "key": "codes.csv"},
}


def transform(name: str) -> Transform:
    return registry.build({"file": "g.srt", **SPECS[name]}, {})


def test_every_transform_is_here_but_the_one_that_needs_dates_and_the_one_that_nobody_can_carry_out():
    assert {spec["use"] for spec in SPECS.values()} == set(registry.names()) - {"shift", "unstated"}


words = st.sampled_from(
    ["Anna", "Anna Ruiz", "hi", "pier", "12", "[1]", "[2]", "Person 1", "a|b", 'say "no"', "x, y", "- item", "a: b", "<br>", "\\", "#"]
)
texts = st.lists(words, min_size=1, max_size=5).map(" ".join)
times = st.integers(0, 10**7)
cues = st.builds(
    lambda start, end, position, lines: Element(
        "cue", {"index": 0, "start_ms": start, "end_ms": end, "position": position, "text": "\n".join(lines)}
    ),
    times,
    times,
    st.none() | st.sampled_from(["X1:40", "X1:41", "left?", "007", "true"]),
    st.lists(texts, max_size=3),
)
notes = texts.map(lambda text: Element("note", {"text": f"NOTE {text}"}))


@st.composite
def guides(draw: st.DrawFn) -> str:
    """A canonical document whose cues are numbered from 1."""
    domain = domains.get("subtitles")
    number, elements = 0, []
    for element in draw(st.lists(cues | notes, min_size=1, max_size=12)):
        number += element.kind == "cue"
        elements.append(element.having(index=number) if element.kind == "cue" else element)
    text = domain.write(tuple(elements))
    return domain.write(domain.read(text, "g.srt"))


@pytest.mark.parametrize("name", SPECS)
@given(text=guides())
@settings(max_examples=25, deadline=None)
def test_nothing_is_lost(name: str, text: str):
    domain = domains.get("subtitles")
    seed = {"g.srt": text, "other.txt": "as it was"}
    edit = transform(name)
    if not domain.read(text, "g.srt") or (
        edit.__class__.__name__ == "Split" and not any(e.kind == edit.kind for e in domain.read(text, "g.srt"))
    ):
        return
    there = edit.forward(seed, domain)
    assert all(refusal(file) is None for file in there)
    assert dict(edit.backward(there, domain)) == seed


junk = st.text(st.characters(codec="utf-8"), max_size=200) | st.lists(
    st.sampled_from(
        [
            "position,file",
            "1,g.srt",
            "ref,text",
            "id,start_ms",
            "1",
            "[1]",
            '"',
            "[" * 300,
            "{",
            "- &a [*a]",
            "9" * 5000,
            "1e999999",
            "| a |",
            "| --- |",
            "kind,parent",
            "cue,1",
            "parent,place,text",
            ",99999999999,x",
            "alias,name",
            "-",
            "\x00",
            "00:00:01,000 --> 00:00:02,000",
            "group,id",
        ]
    ),
    max_size=8,
).map("\n".join)


@pytest.mark.parametrize("name", SPECS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_no_workspace_makes_it_raise_anything_else(name: str, data: st.DataObject):
    domain, edit = domains.get("subtitles"), transform(name)
    names = ["g.srt", "other.srt", "order.csv", "o.csv", "order.txt", "o.txt", "stop_a.srt", *[n.replace("*", "x") for n in edit.makes()]]
    files: Mapping[str, str] = data.draw(st.dictionaries(st.sampled_from(names), junk | guides(), max_size=6))
    for act in (edit.forward, edit.backward):
        try:
            given_back = act(files, domain)
        except TransformError:
            continue
        assert all(isinstance(text, str) for text in given_back.values())
