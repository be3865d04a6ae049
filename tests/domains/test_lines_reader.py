"""The engines for formats in which a line is an element, on small formats of the kinds that they serve."""

import random
import re
import time
from decimal import Decimal

import pytest

from delegate_audit.core.element import MAX_DEPTH, REJECTED, UNREADABLE
from delegate_audit.core.kind import Exact, Kind, Number, Text
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.leaves import Leaves
from delegate_audit.domains.readers.lines import Lines
from delegate_audit.domains.reading import depth

VERTEX = Kind("vertex", {"x": Number(), "y": Number(), "w": Number()})
ATOM = Kind("atom", {"serial": Number(), "name": Exact(), "x": Number(), "element": Exact()})
COMMENT = Kind("comment", {"text": Text()})


def form(*rules, kinds=None, **options):
    """A format of these rules; kinds that are not given hold facts alone."""
    known = {kind.name: kind for kind in kinds or ()}
    return Lines(Grammar(tuple(known.get(rule.kind, Kind(rule.kind)) for rule in rules), rules), **options)


MESH = form(Rule("vertex", "v {x} {y}[ {w}]"), Rule("face", "f {points:*}"), Rule("comment", r"#\s{text:.*}"), kinds=(VERTEX, COMMENT))
INI = form(
    Rule("section", r"\[{name:[^\[\]]+}\]"),
    Rule("comment", r";\s{text:.*}"),
    Rule("entry", r"{key:[^=;]+?}\z=\z{value:.*}"),
    levels={"section": 0},
    apart={"section"},
)
FAMILY = form(Rule("person", "{level:0} @{id:[^@]+}@ INDI"), Rule("line", r"{level:\d{1,2}} {tag:\w+}[ {value:.*}]"), depth="level")
LETTERS = form(
    Rule("more", r"{level:\d} CONT[ {value:.*}]"), Rule("line", r"{level:\d} {tag:\w+}[ {value:.*}]"),
    depth="level",
    leaves=Leaves(
        "more", "",
        lambda _kind, fields, line: {"value": f"{fields.get('value') or ''}\n{line.get('value') or ''}"},
        lambda fields: ({"value": row or None} for row in str(fields.get("value") or "").split("\n")[1:]),
        lambda fields: {**fields, "value": str(fields.get("value") or "").split("\n")[0] or None},
    ),
)  # fmt: skip
CIRCUIT = form(
    Rule("subcircuit", ".subckt {name} {ports:*}", flags=re.IGNORECASE | re.DOTALL),
    Rule("comment", r"*\s{text:.*}"), Rule("part", "{name:[a-z]\\w*} {rest:*}"),
    ends={"subcircuit": ".ends {name}"}, fold=re.compile(r"\+\s*"), folded="+ ",
)  # fmt: skip
RECIPE = form(
    Rule("rule", "{target:[^:\t]+}:[ {needs:*}]"),
    Rule("step", "\t{text:*}"),
    levels={"rule": 0},
    wrap="\\",
    folded="",
    keep_indent=True,
    apart={"rule"},
)
SEGMENTS = form(Rule("segment", "{tag:[A-Z]{3}}[+{data:.*}]"), end="'", escape="?")
MODEL = form(Rule("atom", "ATOM  {serial:>5} {name:4} {x:>8}[{element:>2}]", columns=True), kinds=(ATOM,))

TEXTS = {
    "mesh": (MESH, "# cube, left half\nv 1.0 2 -3e2\nv .50 1\nf 1/1 2/2 3/3\n"),
    "ini": (INI, "[WIF]\nVersion=1.1\n; by hand\n\n[THREADING]\n1=2\n2=1\n"),
    "family": (FAMILY, "0 @I1@ INDI\n1 NAME Edda /Moen/\n1 BIRT\n2 DATE 4 MAY 1871\n3 NOTE copied\n1 DEAT Y\n0 @I2@ INDI\n0 TRLR\n"),
    "letters": (LETTERS, "0 NOTE one\n1 CONT two\n1 DATE 1871\n2 CONT\n2 CONT end\n0 DATE x\n"),
    "circuit": (CIRCUIT, "* amplifier\n.subckt amp in out\nr1 in out 10k\nm1 d g s b nmos\n+ w=2u l=1u\n+ m=4\n.ends amp\nx1 a b amp\n"),
    "recipe": (RECIPE, "all: bake eat\n\nbake: dough\n\tknead --long \\\n\t  --warm\n\tbake\n"),
    "segments": (SEGMENTS, "UNA+x'\nBGM+380+INV?'7'\nUNT+3'\n"),
    "columns": (MODEL, "ATOM      1  CA    10.500 C\nATOM      2  OXT    -0.25\n"),
}


@pytest.mark.parametrize(("lines", "text"), TEXTS.values(), ids=TEXTS)
def test_text_comes_back_as_a_person_wrote_it(lines, text):
    assert lines.write(lines.read(text, "")) == text
    assert UNREADABLE not in {element.kind for top in lines.read(text, "") for element in top.walk()}


@pytest.mark.parametrize(("lines", "text"), TEXTS.values(), ids=TEXTS)
def test_what_was_written_is_read_the_same_however_broken(lines, text):
    rng = random.Random(text)
    pieces = [
        "\n",
        " ",
        "\t",
        "+ ",
        "'",
        "\\",
        '"',
        ".ends\n",
        ".subckt q z\n",
        "0 ",
        "[a]\n",
        "9" * 12,
        "ø" * 40,
        *text.splitlines(keepends=True),
    ]
    for _ in range(300):
        broken = list(text)
        for _ in range(rng.randint(1, 5)):
            place = rng.randrange(len(broken) + 1)
            broken[place : place + rng.choice((0, 0, 1, 9))] = rng.choice(pieces)
        elements = lines.read("".join(broken), "")
        assert lines.read(lines.write(elements), "") == elements, "".join(broken)


def test_values_are_typed_and_keep_their_digits():
    vertex = MESH.read("v  1.50 \t2\n", "")[0]
    assert dict(vertex.fields) == {"x": Decimal("1.50"), "y": Decimal(2)}
    assert str(vertex.fields["x"]) == "1.50"
    atom = MODEL.read("ATOM      7  N     1.0\n", "")[0]
    assert dict(atom.fields) == {"serial": Decimal(7), "name": " N  ", "x": Decimal("1.0")}


def test_lines_nest_by_what_they_are_by_what_they_say_and_by_their_ends():
    sections = INI.read("[a]\nx=1\n[b]\ny = 2\n", "")
    assert [(top.fields["name"], [child.fields["key"] for child in top.children]) for top in sections] == [("a", ["x"]), ("b", ["y"])]
    birth = FAMILY.read(TEXTS["family"][1], "")[0].children[1]
    assert (birth.fields["tag"], birth.children[0].children[0].fields["value"]) == ("BIRT", "copied")
    assert [top.kind for top in CIRCUIT.read(".SUBCKT a x\nr1 x y\n.ENDS\nr2 a b\n", "")] == ["subcircuit", "part"]


def test_lines_go_on_by_a_mark_before_or_behind():
    part = CIRCUIT.read("m1 d g\n+w=2u\n+ l=1u\n", "")[0]
    assert part.fields["rest"] == "d g\nw=2u\nl=1u"
    step = RECIPE.read("a:\n\tone \\\n\ttwo\n", "")[0].children[0]
    assert step.fields["text"] == "one\n\ttwo"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (".subckt a x\nr1 x y\n", [REJECTED, UNREADABLE, "part"]),
        ("r1 x y\n.ends a\n", [REJECTED, "part", UNREADABLE]),
        (".subckt a x\n.subckt b y\n.ends a\n", [REJECTED, "subcircuit"]),
    ],
)
def test_what_has_no_counterpart_is_unreadable_alone_and_the_file_is_marked(text, kinds):
    assert [element.kind for element in CIRCUIT.read(text, "")] == kinds


def test_a_level_that_nothing_leads_to_is_kept_with_what_lies_below_it():
    top = FAMILY.read("0 HEAD\n2 DATE x\n3 TIME y\n1 NOTE z\n", "")
    found = [(element.fields["tag"], element.fields.get("level")) for element in top[0].walk()]
    assert found == [("HEAD", None), ("DATE", 2), ("TIME", None), ("NOTE", None)]
    lost = FAMILY.read("1 SOUR x\n2 VERS y\n0 TRLR\n", "")
    assert [(element.fields["tag"], element.fields.get("level"), len(element.children)) for element in lost] == [
        ("SOUR", 1, 1),
        ("TRLR", None, 0),
    ]


def test_lines_that_say_their_level_may_be_part_of_the_value_above():
    elements = LETTERS.read("0 NOTE one\n1 CONT two\n1 CONT\n1 DATE x\n1 CONT late\n0 CONT stray\n", "")
    assert [(element.kind, element.fields.get("value")) for top in elements for element in top.walk()] == [
        ("line", "one\ntwo\n"), ("line", "x"), ("more", "late"), ("more", "stray"),
    ]  # fmt: skip
    assert LETTERS.write(elements) == "0 NOTE one\n1 CONT two\n1 CONT\n1 DATE x\n1 CONT late\n0 CONT stray\n"


HOSTILE = {
    "equal lines": "r1 a b\n" * 10_000,
    "one line": "r1 " + "a " * 100_000,
    "one word": "r" * 200_000,
    "quotes": '"' * 200_000,
    "blanks": "r1" + " " * 200_000,
    "opened": ".subckt a b\n" * 10_000,
    "opened and closed": ".subckt a b\n" * 1_000 + ".ends a\n" * 1_000,
    "closed": ".ends a\n" * 10_000,
    "goes on": "r1 a\n" + "+ b\n" * 10_000,
    "levels": "".join(f"{k} NOTE x\n" for k in range(1_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("lines", [pair[0] for pair in TEXTS.values()], ids=TEXTS)
def test_every_text_is_read_in_time(lines, text):
    start = time.process_time()
    elements = lines.read(text, "")
    assert time.process_time() - start < 3
    assert all(depth(element) <= MAX_DEPTH for element in elements)
    assert lines.read(lines.write(elements), "") == elements


def test_a_kind_alone_ends_what_is_of_its_level_and_holds_nothing():
    deck = form(
        Rule("block", "block {name}"), Rule("run", "run {how}"), Rule("part", r"{name:[a-z]\d}"),
        levels={"block": 1, "run": 1}, ends={"block": "end {name}"}, alone={"run"},
    )  # fmt: skip
    block, run, part = deck.read("block a\nb1\nend a\nrun fast\nb2\n", "x")
    assert [len(element.children) for element in (block, run, part)] == [1, 0, 0]
    mark, *kept = deck.read("block a\nb1\nrun fast\nb2\n", "x")
    assert (mark.kind, mark.line, [element.kind for element in kept]) == (REJECTED, 3, [UNREADABLE, "part", "run", "part"])


def test_a_kind_set_off_has_blank_lines_around_it_and_lines_may_be_put_together_elsewhere():
    page = form(Rule("heading", "# {name:*}"), Rule("line", "{text:*}"), levels={"heading": 0}, set_off={"heading"}, folded="")
    elements = page.assembled([("# one", 1), ("a\nb", 2), ("", 4), ("# two", 5), ("# three", 6)])
    assert [element.line for element in elements] == [1, 5, 6]
    assert page.write(elements) == "# one\n\na\nb\n\n# two\n\n# three\n"
