import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from delegate_audit import compare
from delegate_audit.core.element import MAX_DEPTH, Element
from delegate_audit.core.finding import Change, Severity
from delegate_audit.domains.code.json import DOMAIN
from delegate_audit.domains.readers.data import Line
from delegate_audit.domains.readers.jsonscan import load_json
from delegate_audit.domains.readers.yaml import Outline
from delegate_audit.domains.readers.yaml_values import parsed
from delegate_audit.domains.reading import depth, read_document

SEED = Path(__file__).parents[2] / "corpora/code/json/waterworks_monitoring/seed"
DASHBOARD, ALERTS = ((SEED / name).read_text("utf-8") for name in ("dashboard.json", "alerts.yaml"))
RECORDS = json.dumps([{"id": k, "name": f"pump {k}", "bar": k * 1.5} for k in range(8)], indent=2) + "\n"
SMALL = """# House in the Lindenweg
hall:
  lamp: {on: true, level: 40}
  scenes:
    - name: evening  # dimmed
      at: "18:30"
      level: 25
    - name: night
      at: "23:00"
      level: 0
garden:
  pump_minutes: [10, 15, 5]
  # Not on Sundays.
  note: |
    Roses first,
    then the beans.
"""

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4), max_leaves=12
)
PIECES = st.sampled_from(
    [*"{}[]:,\"'/#*@ \n\t-|>&!%0123eE.+ab", "true", "null", "  ", "\n- ", ": ", "&a ", "*a", "//", "/*", "*/", "a: ", '"a": ', "---\n",
     "\u2028", "\x85", "\ud800", "é", "\r\n", "~", "!x ", "? ", "|-\n  ", ">\n  ", "@ ", "@rejected: ", "%TAG "]
)  # fmt: skip
JSON_PIECES = st.sampled_from(
    [
        *"{}[]:,\"'/# \n\t0e.+-a\x0b",
        "true",
        "null",
        "NaN",
        '"a":',
        '"b"',
        "[1,2]",
        "{}",
        '{"a":1}',
        "//c\n",
        "/*c*/",
        '"\\u00e9"',
        "01",
        "-0",
    ]
)
YAML_LINES = st.sampled_from(
    [
        *(
            "a: 1\n",
            "b:\n",
            "  c: x y\n",
            "  - d\n",
            "- e: 'f'\n",
            "  g: [h, {i: j}] # k\n",
            "# l\n",
            "  |\n",
            "    m\n",
            "n: >-\n",
            "---\n",
        ),
        *(
            "o: &p\n",
            "q: *p\n",
            '"r": "s\n',
            '  t"\n',
            "u: v\n  w\n",
            "\n",
            "- - x\n",
            "? y\n: z\n",
            "...\n",
            "  [\n",
            "  ]\n",
            "-\n",
            "!t\n",
        ),
    ]
)
YAML_VALUES = [
    "a: one\n  two\n\n  three\nb: 'it''s\n  long'\nc: \"x\\\n  y\\t\"\n",
    "a: >\n  one\n  two\n\n    three\n\nb: |2-\n    x\n   y\n\n\nc: |+\n  z\n\nd: |\n",
    "a: [b,\n  {c: d, e: [f]},  # why\n]\ng:\n- h\n- - i\n  - j: k\n    l:\nm: n#o\n",
    "- {a: ''}\n-\n  b:\n    c\n- !!str 12\n- on: -x\n  p:q: ?r\n",
    "a:\n   b: 1\n   c:\n    - d\nlast: http://x.example/#y\n",
]
MISSING = object()
JUNK = st.text(max_size=60) | st.lists(PIECES, max_size=40).map("".join)
relaxed = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


def plain(element: Element) -> object:
    form, value = element.fields.get("type", element.kind), element.fields.get("value")
    inner = [child for child in element.children if child.kind != "comment"]
    if form in {"object", "record"}:
        return {child.fields["key"]: plain(child) for child in inner}
    if form in {"array", "row"}:
        return [plain(child) for child in inner]
    if form == "value":
        return plain(inner[0])
    if form == "number" and not isinstance(value, int):
        return int(str(value)) if re.fullmatch(r"-?\d+", str(value)) else float(str(value))
    return value


def below(text: str, name: str) -> dict[object, Element]:
    return {e.fields.get("key"): e for top in DOMAIN.read(text, name) for e in top.walk()}


def parts(document: Element) -> list[tuple[str, dict[str, object]]]:
    return [(e.kind, dict(e.fields)) for e in document.walk() if e.kind != "comment"]


def layout_only(before: str, after: str, name: str) -> bool:
    found = compare({name: before}, {name: after})
    return found.score == 1 and found.findings != () and found.clean


@relaxed
@given(VALUES, st.sampled_from([None, 2]), st.booleans())
def test_reads_what_the_standard_library_reads(value: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert [plain(document) for document in DOMAIN.read(text, "a.json")] == [json.loads(text)]
    assert json.loads(DOMAIN.write(DOMAIN.read(text, "a.json"))) == json.loads(text)


@relaxed
@given(JUNK, st.sampled_from(["a.json", "a.yaml"]))
def test_what_is_written_reads_as_what_was_read(text: str, name: str) -> None:
    read = DOMAIN.read(text, name)
    written = DOMAIN.write(read)
    assert DOMAIN.read(written, name) == read
    assert all(depth(element) <= MAX_DEPTH for element in read)


@relaxed
@given(st.lists(JSON_PIECES, max_size=9).map("".join))
def test_the_verdict_is_that_of_the_standard_library(text: str) -> None:
    try:
        accepted = json.loads(text, parse_int=str, parse_float=str) is not MISSING
    except ValueError:
        accepted = False
    data = load_json(text)
    if text.strip() and data.notation == "json":
        assert accepted == (not data.faults)


@relaxed
@given(JUNK | st.lists(YAML_LINES, max_size=9).map("".join))
def test_what_is_read_without_doubt_is_yaml_to_the_parser(text: str) -> None:
    outline = Outline("".join(char if char.isprintable() or char == "\n" else " " for char in text))
    outline.read()
    assert outline.doubts or not isinstance(parsed("\n".join(outline._lines)), Line)


@pytest.mark.parametrize("text", YAML_VALUES)
def test_yaml_values_are_those_of_the_library(text: str) -> None:
    (document,) = DOMAIN.read(text, "a.yaml")
    assert plain(document) == YAML(typ="safe", pure=True).load(text)
    assert DOMAIN.read(DOMAIN.write((document,)), "a.yaml") == (document,)


def test_a_line_of_json_lines_that_is_broken_costs_itself() -> None:
    text = "".join(f'{{"at": {k}, "m": [{k}, {k + 1}]}}\n' for k in range(20))
    found = compare({"a.json": text}, {"a.json": text.replace("[7, 8]}", "[7, 8")})
    assert found.score == pytest.approx(0.5)
    assert {finding.line_after or finding.line for finding in found.findings} == {8}


def test_a_bracket_that_is_lost_costs_the_half_and_itself() -> None:
    lines = DASHBOARD.split("\n")
    for k in [k for k, line in enumerate(lines) if line.strip(" {}[],") == "" or line.endswith("{")][1::9]:
        assert compare({"d.json": DASHBOARD}, {"d.json": "\n".join(lines[:k] + lines[k + 1 :])}).score > 0.48, lines[k]


@pytest.mark.parametrize("text", ["[" * 3000, '{"a":' * 1000 + "1" + "}" * 1000, "[" * 250 + "]" * 250])
def test_deep_nesting_is_cut_off_with_its_text(text: str) -> None:
    for name in ("a.json", "a.yaml"):
        read = DOMAIN.read(text, name)
        assert max(depth(element) for element in read) <= MAX_DEPTH
        assert DOMAIN.read(DOMAIN.write(read), name) == read


def test_an_alias_bomb_is_read_as_it_is_written() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 9)}]\n" for k in range(1, 40))
    (document,) = DOMAIN.read(bomb, "a.yaml")
    assert sum(1 for _ in document.walk()) < 500


def test_types_differ_and_written_numbers_do_not() -> None:
    for other in ("true", '"1"', "2", "null"):
        assert compare({"a.json": '{"a": 1, "b": 0}'}, {"a.json": f'{{"a": {other}, "b": 0}}'}).score < 1
    assert layout_only('{"a": 1.0}', '{"a": 1.00}', "a.json")
    assert layout_only('{"a": 1500}', '{"a": 1.5e3}', "a.json")


def test_a_huge_number_stays_what_it_is() -> None:
    text = f'{{"a": {"7" * 400}, "b": 12345678901234567890.10}}\n'
    read = below(text, "a.json")
    assert (read["a"].fields["value"], read["b"].fields["value"]) == ("7" * 400, Decimal("12345678901234567890.10"))
    assert f'"b": {read["b"].fields["value"]}' in DOMAIN.write(DOMAIN.read(text, "a.json"))


def test_a_repeated_key_is_seen() -> None:
    found = compare({"a.json": '{"a": 1, "b": 2}'}, {"a.json": '{"a": 1, "b": 2, "a": 1}'})
    assert [finding.change for finding in found.findings if finding.cost] == [Change.ADDED]


@pytest.mark.parametrize(
    "broken",
    [
        RECORDS[: RECORDS.rindex("}")],
        RECORDS.replace('"name"', "'name'"),
        RECORDS.replace('"bar"', "bar"),
        RECORDS.replace("}\n]", "}"),
    ],
    ids=["cut tail", "single quotes", "bare keys", "no bracket"],
)
def test_a_rejected_file_keeps_its_good_parts(broken: str) -> None:
    document = DOMAIN.read(broken, "a.json")[-1]
    assert {element.kind for element in DOMAIN.read(broken, "a.json")[:-1]} == {"rejected"}
    assert parts(document) == parts(DOMAIN.read(RECORDS, "a.json")[0])
    assert compare({"a.json": RECORDS}, {"a.json": broken}).score <= 0.5


def test_json_lines_are_several_documents() -> None:
    text = '{"at": "06:00", "m": 4.10}\n{"at": "07:00", "m": 4.05}\n{"at": "08:00", "m": 3.98}\n'
    assert [element.kind for element in DOMAIN.read(text, "a.json")] == ["document"] * 3
    assert DOMAIN.write(DOMAIN.read(text, "a.json")) == text
    assert compare({"a.json": text}, {"a.json": text.replace("3.98", "3.89")}).findings[0].line == 3


def test_yaml_scalars_stay_what_they_are() -> None:
    found = below('a: 0123\nb: yes\nc: 12:30\nd: 2026-03-01\ne: "1"\nf: 1\ng: ~\nh: 0x1F\n', "a.yaml")
    shown = {key: (e.fields["type"], e.fields["value"]) for key, e in found.items() if key}
    assert shown == {
        "a": ("number", "0123"),
        "b": ("text", "yes"),
        "c": ("text", "12:30"),
        "d": ("text", "2026-03-01"),
        "e": ("text", "1"),
        "f": ("number", 1),
        "g": ("null", None),
        "h": ("number", "0x1F"),
    }


def test_yaml_comments_stand_at_what_they_speak_of() -> None:
    (document,) = DOMAIN.read(SMALL, "a.yaml")
    at = {(e.kind, e.fields.get("key")): c.fields["place"] for e in document.walk() for c in e.children if c.kind == "comment"}
    assert at == {("member", "name"): "beside", ("member", "note"): "above", ("object", "hall"): "above"}


def test_a_moved_comment_costs_half() -> None:
    moved = SMALL.replace("  # Not on Sundays.\n", "").replace("  pump_minutes", "  # Not on Sundays.\n  pump_minutes")
    found = compare({"a.yaml": SMALL}, {"a.yaml": moved})
    weight = read_document("a.yaml", SMALL).weight
    assert found.score == pytest.approx(1 - 0.5 / weight)


def test_broken_yaml_loses_only_the_broken_line() -> None:
    broken = SMALL.replace("      level: 25\n", "      level: 25: 30\n")
    read = DOMAIN.read(broken, "a.yaml")
    assert read[0].kind == "rejected"
    assert [piece.fields["text"] for piece in read if piece.kind == "unreadable"] == ["level: 25: 30"]
    left = {e.digest for e in DOMAIN.read(SMALL, "a.yaml")[0].walk() if e.kind == "member"}
    right = {e.digest for top in DOMAIN.read(broken, "a.yaml") for e in top.walk() if e.kind == "member"}
    assert len(left - right) == 1


@pytest.mark.parametrize(
    ("before", "after", "where", "line"),
    [
        ('"screen_loss"', '"screen_drop"', "object screen_loss", 53),
        ('"alarm": 20\n', '"alarm": 21\n', "member alarm", 61),
        ('"night_flow", "nes_pressure"', '"nes_pressure", "night_flow"', "item", 217),
    ],
)
def test_a_change_is_found_at_its_place(before: str, after: str, where: str, line: int) -> None:
    found = [
        f
        for f in compare({"d.json": DASHBOARD}, {"d.json": DASHBOARD.replace(before, after)}).findings
        if f.severity is not Severity.LAYOUT
    ]
    assert found[0].line == line
    assert where in found[0].where


def test_a_subtree_under_another_parent_is_moved_not_lost() -> None:
    data = json.loads(DASHBOARD)
    data["links"]["window"] = data["variables"].pop("window")
    after = DOMAIN.write(DOMAIN.read(json.dumps(data, ensure_ascii=False), "d.json"))
    found = [f for f in compare({"d.json": DASHBOARD}, {"d.json": after}).findings if f.cost]
    assert [(f.change, f.where.split(" › ")[-1]) for f in found] == [(Change.MOVED, "object window")]


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        (DASHBOARD, DASHBOARD.replace("\n", "\r\n"), "d.json"),
        (DASHBOARD, "\ufeff" + DASHBOARD, "d.json"),
        (DASHBOARD, DASHBOARD.rstrip(), "d.json"),
        (DASHBOARD, DASHBOARD.replace(",\n", ",  \n"), "d.json"),
        (DASHBOARD, re.sub("^( +)", r"\1\1", DASHBOARD, flags=re.MULTILINE), "d.json"),
        (DASHBOARD, DASHBOARD.replace("ø", "\\u00f8").replace("–", "\\u2013"), "d.json"),
        (RECORDS, re.sub(r"\n\s*", " ", RECORDS), "d.json"),
        (ALERTS, ALERTS.replace("\n", "\r\n"), "d.yaml"),
        (ALERTS, ALERTS.replace("severity: warning", 'severity: "warning"'), "d.yaml"),
        (ALERTS, ALERTS.replace("\n\n", "\n\n\n"), "d.yaml"),
        (SMALL, SMALL.replace("[10, 15, 5]", "\n    - 10\n    - 15\n    - 5"), "d.yaml"),
    ],
)
def test_a_change_of_surface_is_layout(before: str, after: str, name: str) -> None:
    assert before != after
    assert layout_only(before, after, name)


def test_the_order_of_keys_is_layout_and_that_of_items_is_not() -> None:
    assert layout_only('{"a": 1, "b": {"c": 2, "d": 3}}', '{"b": {"d": 3, "c": 2}, "a": 1}', "a.json")
    assert compare({"a.json": "[1, 2, 3, 4]"}, {"a.json": "[1, 2, 4, 3]"}).score < 1


@pytest.mark.parametrize("gone", [1, 3])
def test_losing_k_of_n_costs_their_share(gone: int) -> None:
    left = DOMAIN.write((DOMAIN.read(RECORDS, "a.json")[0].containing(DOMAIN.read(RECORDS, "a.json")[0].children[gone:]),))
    root = next(kind.weight for kind in DOMAIN.kinds if kind.name == "document")
    total = read_document("a.json", RECORDS).weight
    assert compare({"a.json": RECORDS}, {"a.json": left}).score == pytest.approx(1 - gone / 8 * (total - root) / total)


def test_the_document_twice_is_half() -> None:
    assert compare({"a.yaml": SMALL}, {"a.yaml": SMALL + SMALL}).score < 0.505


def test_documents_run_together_or_cut_in_two_are_not_the_same() -> None:
    two = "kind: Service\nport: 80\n---\nkind: Deployment\nreplicas: 2\n"
    one = two.replace("---\n", "")
    assert compare({"a.yaml": two}, {"a.yaml": one}).score < 1
    assert compare({"a.yaml": one}, {"a.yaml": two}).score < 1


SETTINGS = """{
  // Saved by the editor.
  "format": true,
  "exclude": {
    "dist": true,
    "node_modules": true,
  },
  "rulers": [80, 120,],
}
"""


def test_comments_and_trailing_commas_are_a_notation_that_is_not_rejected():
    (document,) = DOMAIN.read(SETTINGS, "a.json")
    assert document.fields["notation"] == "jsonc"
    assert layout_only(SETTINGS, SETTINGS.replace("true,\n  }", "true\n  }"), "a.json")
    for damage in ("/* a */ [1]", "[1,]", '{"a": [1, 2,]}', '{"a": {},}', "[[],]", "// c\n3\n"):
        read = DOMAIN.read(damage, "a.json")
        assert read[0].fields.get("notation") == "jsonc"
        assert DOMAIN.read(DOMAIN.write(read), "a.json") == read
    assert all(DOMAIN.read(text, "a.json")[0].kind == "rejected" for text in ("[,]", "[1,,]", "[1] /* a", '{"a":,}', "[1] # a"))


def test_a_file_that_becomes_another_notation_is_another_document():
    found = compare({"a.json": RECORDS}, {"a.json": RECORDS.replace("}\n]", "},\n]")})
    assert [(f.field, f.after) for f in found.findings if f.cost] == [("notation", "jsonc")]


@pytest.mark.parametrize(("gone", "lost"), [("}\n", 0.5), (",\n", 0.5), ('"format"', 0.5)])
def test_what_breaks_a_file_with_comments_costs_half(gone: str, lost: float) -> None:
    at = SETTINGS.rindex(gone) if gone == "}\n" else SETTINGS.index(gone)
    broken = SETTINGS[:at] + ("format" if gone == '"format"' else "\n") + SETTINGS[at + len(gone) :]
    assert compare({"a.json": SETTINGS}, {"a.json": broken}).score == pytest.approx(1 - lost, abs=0.06)


@pytest.mark.parametrize("gone", ["]\n", ",\n    bar"])
def test_more_damage_to_a_rejected_file_costs_too(gone: str) -> None:
    before = RECORDS.replace('"bar"', "bar")
    at = before.rindex(gone)
    found = compare({"a.json": before}, {"a.json": before[:at] + " " + gone.lstrip(",]") + before[at + len(gone) :]})
    assert 0.9 < found.score < 1
    assert [f.change for f in found.findings if f.cost] == [Change.UNREADABLE]
    assert sum(f.cost for f in found.findings) == pytest.approx(1 - found.score)


@pytest.mark.parametrize(
    ("gone", "put"),
    [
        ("hall:\n", ""),
        ("hall:\n", "hall\n"),
        ("  scenes:\n", ""),
        ("  scenes:\n", "    scenes:\n"),
        ("    - name: evening", "    -name: evening"),
        ("garden:", "   garden:"),
        ("  note: |", "   note |"),
        ("  lamp: {on", "  lamp: on"),
        ('at: "18:30"', 'at: "18:30'),
        ("[10, 15, 5]", "[10, 15, 5"),
        ("\n  ", "\n\t"),
    ],
)
def test_a_broken_line_costs_half_and_what_it_holds(gone: str, put: str) -> None:
    before = SMALL + "".join(f"room {k}:\n  lamp: {k}\n" for k in range(20))
    found = compare({"a.yaml": before}, {"a.yaml": before.replace(gone, put, 1)})
    assert read_document("a.yaml", before.replace(gone, put, 1)).rejection
    assert 0.4 < found.score <= 0.5


@pytest.mark.parametrize("text", [ALERTS, SMALL, SMALL.replace("\n  ", "\n    ")])
def test_line_by_line_the_same_is_read(text: str) -> None:
    mark, *broken = DOMAIN.read(text + "...\n---\na: b: c\n", "a.yaml")
    assert mark.kind == "rejected"
    assert tuple(broken[: len(DOMAIN.read(text, "a.yaml"))]) == DOMAIN.read(text, "a.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "--- !t\na: 1\n--- !<tag:x,2000:y>\nb: 2\n",
        "# head\n\n--- &x\na: 1\n---\n# head\n\n!t\nb: 2\n",
        "? [a, b]\n: 1\n? {c: d, e: [f]} # why\n: - 1\n  - 2\n",
        f"? {'k' * 1500}\n: a: 1\n",
        "--- !<tag:x,2000:%C3%A9y>\na: 1\n",
        "%TAG ! x:\n--- !t\na: b: c\nd: !u {e: f}\n",
        "a: [b, # one\n  c] # two\n",
    ],
)
def test_documents_tags_and_keys_come_back(text: str) -> None:
    read = DOMAIN.read(text, "a.yaml")
    assert DOMAIN.read(DOMAIN.write(read), "a.yaml") == read
    assert (read[0].kind == "rejected") == ("b: c" in text)


@pytest.mark.parametrize("changed", [SMALL.rstrip("\n"), SMALL + "\n\n", SMALL.replace("\n", " \t\n"), SMALL.replace("\n", "\r")])
def test_blanks_and_line_ends_say_nothing_in_a_block_either(changed: str) -> None:
    assert layout_only(SMALL, changed, "a.yaml")


@pytest.mark.parametrize("char", ["\u0085", "\u2028", "\u2029"])
def test_what_yaml_1_1_took_for_a_line_end_is_a_character(char):
    text = f"# a{char}- b\nname: x{char}y\n"
    elements = DOMAIN.read(text, "x.yaml")
    assert [comment.fields["text"] for comment in elements[0].walk() if comment.kind == "comment"] == [f"a{char}- b"]
    assert f"x{char}y" in {element.fields.get("value") for element in elements[0].walk()}
    assert DOMAIN.read(DOMAIN.write(elements), "x.yaml") == elements
