import re
import time
from decimal import Decimal
from pathlib import Path

import pydot
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from delegate_audit import compare
from delegate_audit.core.element import MAX_DEPTH, Element
from delegate_audit.core.finding import Change, Severity
from delegate_audit.domains.code.graphviz import DOMAIN
from delegate_audit.domains.reading import depth, read_document

SEED = (Path(__file__).parents[2] / "corpora/code/graphviz/referral_pathway/seed/referral.dot").read_text("utf-8")
SMALL = """// Release pipeline, agreed in May.
strict digraph pipeline {
  rankdir=LR;
  node [shape=box, fontsize=11];

  build [label="Build", minutes=12, URL="https://ci.example/jobs/build"];
  test [
    label="Tests, three shards",
    minutes=18,
    owner="Ines Duarte",
    URL="https://ci.example/jobs/test?shards=3"
  ];  // the slow one

  subgraph cluster_release {
    label="Release";

    sign [label=<<b>Sign</b>>];
    ship [label="Ship 2 of 3"];

    sign -> ship;
  }

  build -> test [label="on 4 cores"];
  test -> sign:in;
  {build test} -> report [style=dotted];
}
"""
FLAT = "digraph g {\n" + "".join(f'  n{k} [label="stop {k}", minutes={k + 3}];\n' for k in range(9)) + "}\n"

PIECES = st.sampled_from(
    [*'{}[];,=:+<>"/*#@ \n\\ab1.-\'', "->", "--", "digraph ", "graph ", "strict ", "subgraph ", "node ", "edge ", "label=", "//",
     "/*", "*/", "\n# ", "<b>", "</b>", '"x"', '\\"', "\n@ ", "\n@rejected: ", "é", "a -> b", "a [x=1]",
     "name=", "head", "{a b}", "1.", "\\\n", "\r\n"]
)  # fmt: skip
LOOSE = st.lists(PIECES, max_size=40).map("".join)
JUNK = st.text(max_size=50) | LOOSE | LOOSE.map(lambda text: f"digraph g {{\n{text}\n}}\n")
relaxed = settings(deadline=None, suppress_health_check=list(HealthCheck))


def elements(text: str, kind: str) -> list[Element]:
    return [e for top in DOMAIN.read(text, "g.dot") for e in top.walk() if e.kind == kind]


def ends(text: str) -> list[tuple[object, object]]:
    return [(e.fields["tail"], e.fields["head"]) for e in elements(text, "edge")]


def layout_only(before: str, after: str) -> bool:
    found = compare({"g.dot": before}, {"g.dot": after})
    return found.score == 1 and found.findings != () and found.clean


@relaxed
@given(JUNK)
def test_what_is_written_reads_as_what_was_read(text: str) -> None:
    read = DOMAIN.read(text, "g.dot")
    written = DOMAIN.write(read)
    assert DOMAIN.read(written, "g.dot") == read
    assert all(depth(element) <= MAX_DEPTH for element in read)


@pytest.mark.parametrize(
    "text", ["digraph{" + "subgraph{" * 1000, "{" * 3000, "<" * 20_000, "a->" * 3000, "digraph {a [x=" + "<" * 3000 + ">" * 3000]
)
def test_junk_is_read_at_once(text: str) -> None:
    start = time.process_time()
    read = DOMAIN.read(text, "g.dot")
    assert time.process_time() - start < 3
    assert max(depth(element) for element in read) <= MAX_DEPTH


def test_a_kernel_sized_graph_is_read_quickly() -> None:
    big = "digraph g {\n" + "".join(f'  n{k} -> n{k * 7 % 5000} [label="e{k}", weight={k % 7}];\n' for k in range(10_000)) + "}\n"
    start = time.process_time()
    read = DOMAIN.read(big, "g.dot")
    assert time.process_time() - start < 5
    assert len(read[0].children) == 10_000
    assert DOMAIN.write(read) == big


def test_written_as_it_was() -> None:
    assert DOMAIN.write(DOMAIN.read(SMALL, "g.dot")) == SMALL


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_pydot_finds_the_same_nodes_and_edges() -> None:
    text = 'digraph g { a [label="x y", width=.5]; "b c" -> d:p -> e [color=red]; subgraph cluster_1 { f -> "g\\"h"; i } e -> f }'
    (graph,) = pydot.graph_from_dot_data(text)
    (cluster,) = graph.get_subgraphs()
    edges = {
        (edge.get_source().split(":")[0], edge.get_destination().split(":")[0]) for part in (graph, cluster) for edge in part.get_edges()
    }
    nodes = {node.get_name() for part in (graph, cluster) for node in part.get_nodes()}

    def bare(name: str) -> str:
        return name.strip('"').replace('\\"', '"')

    assert {(bare(a), bare(b)) for a, b in edges} == set(ends(text))
    assert {bare(name) for name in nodes} == {e.fields["name"] for e in elements(text, "node")}


def test_a_chain_is_its_edges() -> None:
    text = "digraph {\n  a -> b:p ->\n  c -> {d; e} [color=red]\n}\n"
    assert ends(text) == [("a", "b"), ("b", "c"), ("c", "{d e}")]
    assert {e.fields["color"] for e in elements(text, "edge")} == {"red"}
    assert [e.fields.get("head_port") for e in elements(text, "edge")] == ["p", None, None]


def test_ids_in_their_spellings() -> None:
    text = 'graph { a [x="a" + "b", y=<<i>c</i>>, z="<i>c</i>", n=0.50, m="007", k=007, "two words"="q\\"q"]; }'
    (node,) = elements(text, "node")
    values = {name: node.fields[name] for name in ("x", "y", "z", "n", "m", "k", "two words")}
    assert values == {"x": "ab", "y": "<<i>c</i>>", "z": '"<i>c</i>"', "n": Decimal("0.50"), "m": "007", "k": "007", "two words": 'q"q'}


def test_a_number_in_quotes_is_that_number() -> None:
    read = DOMAIN.read('digraph { node [fontsize="14", width="0.50", skew="-.5", id="007"]; }', "g.dot")
    assert DOMAIN.read(DOMAIN.write(read), "g.dot") == read
    (node,) = elements('digraph { a [fontsize="14", label="14"]; }', "node")
    assert (node.fields["fontsize"], node.fields["label"]) == (14, "14")


def test_attributes_that_are_called_like_fields_or_repeated_are_kept() -> None:
    text = "digraph {\n  a [name=x, order=1, color=red, color=blue];\n}\n"
    (node,) = elements(text, "node")
    assert (node.fields["name"], node.fields["@name"], node.fields["color#2"]) == ("a", "x", "blue")
    assert DOMAIN.write(DOMAIN.read(text, "g.dot")) == text


def test_comments_belong_to_their_line() -> None:
    text = "/* one\n * two */\n# 1 made\ndigraph { // head\n  a; // beside\n  b\n  // own\n}\n"
    assert [e.fields["text"] for e in elements(text, "comment")] == ["one", "two", "# 1 made", "head", "beside", "own"]
    assert [e.fields["name"] for e in elements(text, "node") if e.children] == ["a"]


def test_a_hash_begins_a_comment_wherever_it_stands() -> None:
    text = 'digraph {\n  node [shape=box] # for all\n  a -> b; #1\n  c [color="#fff"]\n}\n'
    assert [(e.fields["text"], e.line) for e in elements(text, "comment")] == [("# for all", 2), ("#1", 3)]
    assert elements(text, "rejected") == []
    assert [e.fields["color"] for e in elements(text, "node")] == ["#fff"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SEED, SEED.replace("\n", "\r\n")),
        (SEED, "\ufeff" + SEED),
        (SEED, SEED.rstrip()),
        (SEED, SEED.replace(";\n", ";  \n")),
        (SEED, SEED.replace(";\n", "\n")),
        (SEED, re.sub("^( +)", r"\1\1", SEED, flags=re.MULTILINE)),
        (SEED, SEED.replace("shape=diamond", 'shape="diamond"')),
        (SMALL, SMALL.replace("minutes=12", "minutes=12.0")),
        (SMALL, SMALL.replace('label="Build", minutes=12', 'minutes=12, label="Build"')),
    ],
)
def test_a_change_of_surface_is_layout(before: str, after: str) -> None:
    assert before != after
    assert layout_only(before, after)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("hours=2080", "hours=2008", "hours"),
        ("consent -> bloods", "consent -> mri", "head"),
        ('label="no better", share=39', 'label="no better", share=93', "share"),
    ],
)
def test_a_change_is_found_at_its_place(before: str, after: str, field: str) -> None:
    lines = SEED.split("\n")
    line = next(k for k, text in enumerate(lines, 1) if before in text)
    found = [f for f in compare({"g.dot": SEED}, {"g.dot": SEED.replace(before, after)}).findings if f.severity is Severity.FACT]
    start = max(e.line for top in DOMAIN.read(SEED, "g.dot") for e in top.walk() if e.line <= line)
    assert [(f.field, f.line) for f in found] == [(field, start)]


def test_a_node_in_another_cluster_is_moved() -> None:
    moved = SMALL.replace('    ship [label="Ship 2 of 3"];\n', "").replace(
        "  build -> test", '  ship [label="Ship 2 of 3"];\n  build -> test'
    )
    found = [f for f in compare({"g.dot": SMALL}, {"g.dot": moved}).findings if f.cost]
    assert [(f.change, f.severity, f.where.split(" › ")[-1]) for f in found] == [(Change.MOVED, Severity.ORDER, "node ship")]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (SMALL.replace("}\n", "", 1), None),
        (SMALL.rstrip()[:-1], "a brace that is never closed"),
        (SMALL.replace("test -> sign", "test -- sign"), "-- in the other sort of graph"),
        (SMALL.replace("test -> sign:in;", "test -> ;"), "an edge without its head"),
        (SMALL.replace('label="Build", minutes=12, URL', 'label="Build", minutes=, URL'), "an attribute without its value"),
        (SMALL + "Here is the graph.\n", "a statement outside of any graph"),
        (SMALL.replace("sign -> ship;", "sign -> ship; ] oops"), "text that is no DOT"),
    ],
)
def test_what_the_language_does_not_allow_is_named(broken: str, reason: str | None) -> None:
    mark = DOMAIN.read(broken, "g.dot")[0]
    assert mark.kind == "rejected"
    assert reason is None or mark.fields["reason"] == reason
    assert compare({"g.dot": SMALL}, {"g.dot": broken}).score <= 0.5


@pytest.mark.parametrize("gone", [1, 4])
def test_losing_k_of_n_costs_their_share(gone: int) -> None:
    (graph,) = DOMAIN.read(FLAT, "g.dot")
    left = DOMAIN.write((graph.containing(graph.children[gone:]),))
    total = read_document("g.dot", FLAT).weight
    assert compare({"g.dot": FLAT}, {"g.dot": left}).score == pytest.approx(1 - gone / total)


@pytest.mark.parametrize("text", [SMALL, FLAT])
def test_the_document_twice_is_half_at_most(text: str) -> None:
    assert compare({"g.dot": text}, {"g.dot": text + text}).score <= 0.5 + 1e-9
