"""Python source, and the laws for it."""

import ast
import random
import re
import sysconfig
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegate_audit.core.element import Element
from delegate_audit.core.finding import Change, Severity
from delegate_audit.domains.code.python import DOMAIN, read, write
from delegate_audit.domains.reading import compare

LIBRARY = sorted(Path(sysconfig.get_path("stdlib")).glob("[a-z]*.py"))

EVERYTHING = '''#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""What it is for.

  Indented.
"""
from __future__ import annotations
import os, sys
from a import (c,
  b)  # why
A = 12.50  # l/min
# section
BEDS = {
    # alone
    "a": 1,  # first
    "b": [
        (2, 3,
        ),  # second
    ],
}
@dec  # d
# between
@dec2(1)
# late
class X(B, metaclass=M):
    "doc"
    a: int = 3
    # about f
    async def f(self, x: int = 3, *, y=(1,2)) -> str:  # ret
        """Do.

            indented "x"
        """
        if x: return 3; y = 4
        elif (z := lambda: 1)(): pass
        # on else
        else:
            s = f"""a
  {b!r:>4}
c"""
            return s
            # tail
        match x:
            case 1: return
            case [a, b] if a:
                z = a \\
                    + 1  # type: int
    def g(self) -> int: ...
# end
if __name__ == "__main__": main()
'''
CANONICAL = '''"""Says hello."""

from __future__ import annotations

import sys

LIMIT = 3


def greet(name: str, times: int = 1) -> str:
    """Greet somebody.

    More than once, if need be.
    """
    # nobody is greeted more often than that
    count = min(times, LIMIT)
    if not name:
        return "hello"
    else:
        text = f"hello {name}"
    return text * count


class Guest:
    """Somebody."""

    name: str = "nobody"  # until they say it

    def leave(self) -> None: ...


if __name__ == "__main__":
    print(greet(sys.argv[1]))
'''
PIECES = [
    "(",
    ")",
    '"""',
    "'''",
    "'",
    "\\",
    "\n",
    "    ",
    "\t",
    ":",
    "#",
    "@",
    "\f",
    "def f(:\n",
    "else:\n",
    ";",
    "[",
    "]",
    "lambda ",
    "\x00",
]
PIECES += [
    "class A:",
    "...",
    "if x:\n",
    "\r",
    "{",
    'f"',
    "async ",
    "match x:\n",
    "case 1:\n",
    "\u2028",
    "é",
    '"',
    "  # c\n",
    "try:\n",
    "x",
    "1 ",
    "= ",
    "",
]
SPOTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 40), st.sampled_from(PIECES)), min_size=1, max_size=4)


def parts(text: str) -> list[Element]:
    return [element for top in read(text, "a.py") for element in top.walk()]


def compared(before: str, after: str):
    return compare({"a.py": before}, {"a.py": after}, "python")


def mutated(seed: str, spots: list[tuple[int, int, str]]) -> str:
    for at, cut, piece in spots:
        k = at % (len(seed) + 1)
        seed = seed[:k] + piece + seed[k + cut :]
    return seed


def test_a_module_in_its_parts():
    kinds = [element.kind for element in read(EVERYTHING, "a.py")]
    assert kinds == [
        "comment",
        "docstring",
        "import",
        "import",
        "import",
        "constant",
        "comment",
        "statement",
        "class",
        "comment",
        "statement",
    ]
    owner = next(element for element in parts(EVERYTHING) if element.kind == "class")
    assert owner.fields == {"name": "X", "bases": "B, metaclass=M"}
    assert [child.kind for child in owner.children][:5] == ["decorator", "comment", "decorator", "comment", "docstring"]
    function = next(element for element in parts(EVERYTHING) if element.kind == "function")
    assert function.fields == {"name": "f", "signature": "(self, x: int = 3, *, y=(1,2)) -> str", "coroutine": True}
    assert function.line == 29
    constant = next(element for element in parts(EVERYTHING) if element.kind == "constant")
    assert constant.fields == {"name": "A", "value": Decimal("12.50")}


def test_every_comment_is_an_element():
    written = [text for element in parts(EVERYTHING) if element.kind == "comment" for text in str(element.fields["text"]).split("\n")]
    assert len(written) == len(re.findall(r"#[^\n]*", EVERYTHING))
    assert "type: int" in written


def test_what_is_written_is_what_a_person_would_write():
    assert write(read(CANONICAL, "a.py")) == CANONICAL
    text = write(read(EVERYTHING, "a.py"))
    assert read(text, "a.py") == read(EVERYTHING, "a.py")
    assert "\n\n\n@dec  # d\n# between\n@dec2(1)\nclass X(B, metaclass=M):\n    # late\n" in text
    assert '            s = f"""a\n  {b!r:>4}\nc"""\n' in text
    assert "    # alone\n" in text
    assert "        ),  # second\n" in text
    assert ast.dump(ast.parse(text)) == ast.dump(
        ast.parse(EVERYTHING.replace("  Indented.", "Indented.").replace("            indented", "        indented"))
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 'a'", 'x = "a"'),
        ("x = f(1, 2)", "x = f(\n    1,\n    2,\n)"),
        ("x = (1 +\n     2)", "x = 1 + 2"),
        ("def f(a, b=1): ...", "def f(a,\n      b = 1):\n    ..."),
        ("class A(B): ...", "class A( B ): ..."),
        ("from a import b, c", "from a import (c, b)"),
        ("x = 1\n\n\n\ny = 2", "x = 1\ny = 2"),
        ("if x:\n    y = 1", "if x:\n  y = 1"),
        ("if (a and b): x = 1", "if a and b:\n    x = 1"),
        ("try: a()\nexcept (B): c()", "try:\n    a()\nexcept B:\n    c()"),
        ("x = 1  # a  comment", "x = 1 # a comment"),
        ("x = 0x10", "x = 16"),
    ],
)
def test_layouts_of_one_statement_are_layout(before, after):
    comparison = compared(before, after)
    assert comparison.score == 1
    assert comparison.findings
    assert {f.severity for f in comparison.findings if f.change is not Change.UNEXPLAINED} <= {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ("count = min(times, LIMIT)", "count = max(times, LIMIT)", "function greet › statement 3"),
        ("times: int = 1", "times: int = 2", "function greet"),
        ("LIMIT = 3", "LIMIT = 3.0", "constant LIMIT"),
        ("import sys", "import os", "import 3"),
        ("until they say it", "as long as they do not say it", "class Guest › statement 2 › comment 1"),
        ("Greet somebody.", "Greet nobody.", "function greet › docstring 1"),
        ("else:", "elif times:", "function greet › statement 5"),
        ('"hello"', '"hello "', "function greet › statement 4 › statement 1"),
        ("    return text * count\n", "", "function greet › statement 6"),
    ],
)
def test_changes_are_named_by_what_they_lie_in(before, after, where):
    comparison = compared(CANONICAL, CANONICAL.replace(before, after, 1))
    assert comparison.score < 1
    assert where in {f.where for f in comparison.findings}


def test_blanks_inside_a_string_of_several_lines_are_facts():
    before = 'if a:\n    x = """one\n  two\n"""\n'
    assert compared(before, before.replace("  two", "   two")).score < 1
    assert compared(before, before.replace("two\n", "two \n")).score < 1
    assert write(read(before, "a.py")) == before


def test_a_comment_keeps_its_row_when_rows_are_added():
    table = "X = {\n" + "".join(f'    "k{n}": {n},  # remark {n}\n' for n in range(6)) + "}\n"
    comparison = compared(table, table.replace('    "k3"', '    "new": 0,\n    "k3"'))
    assert [f.kind for f in comparison.findings if f.cost] in (["statement"], ["statement", "comment"])
    assert compared(table, table.replace("  # remark 2", "").replace("3,", "3,  # remark 2")).score < 1


@pytest.mark.parametrize(
    "fault", ["def greet(name: str, times: int = 1 -> str:", "    count = min(times, LIMIT", '    name: str = "nobody']
)
def test_one_fault_costs_its_lines_and_a_rejection(fault):
    line = next(line for line in CANONICAL.split("\n") if line.startswith(fault[:20]))
    elements = read(CANONICAL.replace(line, fault), "a.py")
    assert elements[0].kind == "rejected"
    whole = {element.digest for element in parts(CANONICAL)}
    kept = [element for top in elements for element in top.walk() if element.digest in whole]
    lost = len(whole) - len({element.digest for element in kept})
    assert lost <= (15 if "def" in fault else 6)


def test_a_fault_in_one_method_leaves_the_others_as_they_were():
    text = "class A:\n" + "".join(
        f'    def m{n}(self):\n        """Text.\n\n        {n}\n        """\n        return {n}\n\n' for n in range(5)
    )
    broken = text.replace("return 2", "return (2")
    methods = [e for top in read(broken, "a.py") for e in top.walk() if e.kind == "function"]
    assert [e.fields["name"] for e in methods] == ["m0", "m1", "m2", "m3", "m4"]
    assert [e.digest for e in methods if e.fields["name"] != "m2"] == [
        e.digest for e in parts(text) if e.kind == "function" and e.fields["name"] != "m2"
    ]
    assert 0.4 < compared(text, broken).score < 0.5


METHODS = "class A:\n" + "".join(
    f'    # about {n}\n    @dec\n    def m{n}(self, x):\n        """Text {n}."""\n'
    f"        if x:\n            self.a{n} = {n}\n        return f({n})\n\n"
    for n in range(6)
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("            self.a3 = 3\n", ""),
        ("        if x:\n            self.a3", "            self.a3"),
        ("    def m3(self, x):\n", ""),
        ('        """Text 3', '          """Text 3'),
        ("        return f(3)", "          return f(3)"),
        ("        return f(3)", "       return f(3)"),
        ("        return f(3)", "      return f(3)"),
        ("    def m3", "      def m3"),
        ("    def m3", "   def m3"),
        ("    @dec\n    def m3", "  @dec\n    def m3"),
        ("    # about 3\n    @dec\n", "    # about 3\n      @dec\n"),
        ("self.a3 = 3", "self.a3 \\ \n                = 3"),
        ("return f(3)", "return f(3"),
        ("m3(self, x):", "m3(self, x:"),
        ("class A:", "class A"),
        ("class A:\n", ""),
    ],
)
def test_one_damaged_line_costs_half_of_the_file_and_a_little(before, after):
    broken = METHODS.replace(before, after, 1)
    elements = read(broken, "a.py")
    again = write(elements)
    assert elements[0].kind == "rejected"
    assert read(again, "a.py") == elements
    assert compared(METHODS, broken).score > (0.2 if "class" in before else 0.39)


def test_a_backslash_with_a_blank_behind_it_spoils_no_header():
    text = "x = 1\nif (a or\\\n        b):\n    y = 2\n"
    broken = text.replace("\\\n", "\\ \n")
    assert read(write(read(broken, "a.py")), "a.py") == read(broken, "a.py")
    assert {e.kind for e in parts(broken)} >= {"rejected", "statement"}


@settings(deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "\n", "\n    "]), max_size=30).map("".join) | st.text(max_size=60))
def test_any_text_is_read_and_written_once(text):
    elements = read(text, "a.py")
    assert read(write(elements), "a.py") == elements


@settings(deadline=None)
@given(SPOTS, st.sampled_from([EVERYTHING, CANONICAL]))
def test_any_mutation_is_read_and_written_once(spots, seed):
    elements = read(mutated(seed, spots), "a.py")
    assert read(write(elements), "a.py") == elements


@settings(deadline=None)
@given(SPOTS)
def test_no_mutation_goes_unseen(spots):
    text = mutated(CANONICAL, spots)
    comparison = compared(CANONICAL, text)
    assert 0 <= comparison.score <= 1
    assert bool(comparison.findings) == (text != CANONICAL)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "x = " + "(" * 10_000 + ")" * 10_000,
        "x = " + "[" * 199 + "]" * 199,
        "x = " + "{1:" * 199 + "1" + "}" * 199,
        "-" * 100_000 + "1",
        "a" + ".b" * 50_000,
        "1 if 1 else " * 20_000 + "1",
        "if 1: pass\n" + "elif 1: pass\n" * 5000,
        "".join(" " * n + "if 1:\n" for n in range(300)),
        "x = '\ud800'",
        "x = 0x" + "f" * 5000,
        "1" * 10_000,
        "f'{" * 5000,
        "@a\n" * 2000,
        "x = '\\d'\n",
    ],
    ids=str.__len__,
)
def test_hostile_texts_are_read_in_time(text):
    start = time.process_time()
    elements = read(text, "a.py")
    assert read(write(elements), "a.py") == elements
    compared(text, text + "\ny = 1\n")
    assert time.process_time() - start < 10


@pytest.mark.parametrize("path", random.Random(7).sample(LIBRARY, 12), ids=lambda path: path.name)
def test_the_standard_library_is_read_and_written(path):
    text = path.read_text(encoding="utf-8")
    elements = read(text, path.name)
    again = write(elements)
    assert all(element.kind not in {"unreadable", "rejected"} for top in elements for element in top.walk())
    assert read(again, path.name) == elements
    assert _bare(ast.parse(again)) == _bare(ast.parse(text))
    assert compared(text, text).score == 1


def _bare(tree: ast.AST) -> str:
    """The syntax tree, docstrings and bodies of nothing but `...` by their words alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            node.value.value = " ".join(node.value.value.split())
    return ast.dump(tree)


def test_the_domain_claims_its_files():
    assert DOMAIN.claims("a/B.py")
    assert not DOMAIN.claims("a.pyc")
