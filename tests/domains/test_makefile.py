"""What a makefile means, however its lines are broken, and what damage costs; GNU make is asked what it makes of what is written."""

import shutil
import subprocess
from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.makefile import check
from delegate_audit.domains.code.makefile import DOMAIN
from delegate_audit.domains.reading import compare

SEED = Path(__file__).parents[2] / "corpora/code/makefile/bee_yearbook/seed/Makefile"

FILE = """CC ?= gcc # or clang
SRCS := a.c \\
    b.c

ifdef V
	Q =
else
Q = @
endif

tool: $(SRCS:.c=.o) | out ; @echo linked
	$(Q)$(CC) -o $@ $^ \\
	-lm
# told last
ifdef V
	size $@
endif

debug: CFLAGS += -g
"""


def elements(text, name="Makefile"):
    return [element for top in DOMAIN.read(text, name) for element in top.walk()]


def compared(before, after):
    return compare({"Makefile": before}, {"Makefile": after}, DOMAIN)


def test_variables_say_how_they_are_set_and_rules_hold_their_recipes():
    cc, srcs, *_, rule, debug = DOMAIN.read(FILE, "Makefile")
    assert dict(cc.fields) == {"name": "CC", "flavour": "?=", "value": "gcc", "note": "# or clang"}
    assert [child.fields["text"] for child in srcs.children] == ["b.c"]
    assert dict(rule.fields) == {
        "target": "tool",
        "colon": ":",
        "prerequisites": "$(SRCS:.c=.o)",
        "order_only": "out",
        "recipe": "@echo linked",
    }
    assert [child.kind for child in rule.children] == ["recipe", "recipe", "comment", "conditional", "recipe", "conditional"]
    assert dict(debug.fields) == {"target": "debug", "name": "CFLAGS", "flavour": "+=", "value": "-g"}


@pytest.mark.parametrize(
    ("before", "after"),
    [("CC ?= gcc", "CC?=gcc"), ("    b.c", "\t\tb.c"), ("-o $@ $^", "-o  $@ $^"), ("\tQ =", "  Q="), ("# told last\n", "#told last\n\n")],
)
def test_what_means_the_same_is_layout(before, after):
    comparison = compared(FILE, FILE.replace(before, after))
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SRCS :=", "SRCS ="),
        ("    b.c", "    c.c"),
        ("ifdef V\n\tQ", "ifndef V\n\tQ"),
        ("| out", "out"),
        ("-lm", "-ln"),
        ("debug:", "release:"),
        ("endif\n\ndebug", "\ndebug"),
    ],
)
def test_a_change_costs_what_it_changes(before, after):
    comparison = compared(FILE, FILE.replace(before, after))
    assert 0 < (1 - comparison.score) * len(elements(FILE)) <= 1


def test_blanks_for_the_tab_are_not_taken_for_a_recipe():
    found = elements(FILE.replace("\tsize", "        size"))
    assert [element.fields["text"] for element in found if element.kind == UNREADABLE] == ["size $@"]


def test_a_define_holds_its_lines_as_they_are_if_it_ends():
    text = "define note =\n  @echo $(1)\n\ta: b\nendef\n"
    assert [element.kind for element in elements(text)] == ["define", "line", "line", "directive"]
    assert DOMAIN.write(DOMAIN.read(text, "Makefile")) == text
    assert [element.kind for element in elements("define note\na: b\n\tc\n")] == ["define", "rule", "recipe"]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_takes_what_is_written_for_the_same():
    """Nothing is made; the text holds nothing that make would run while it reads."""
    text = FILE.replace("CC ?= gcc # or clang", "CC := gcc # or clang").replace("| out", "")
    printed = [
        subprocess.run(
            ["make", "-f", "-", "-n", "-B", "tool", "V=1"], input=given, capture_output=True, text=True, check=False, cwd="/"
        ).stdout
        for given in (text, DOMAIN.write(DOMAIN.read(text, "Makefile")))
    ]
    assert printed[0] == printed[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("$(STAMPS)/today | $(OUT)", "$(STAMP)/today | $(OUT)"),
        ("$(call plate,900", "$(call plates,900"),
        ("all: draft", "all: drafts"),
        ("endif\n\n-include", "\n-include"),
        ("help: ##", "clean: ##"),
    ],
)
def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not(before, after):
    text = SEED.read_text(encoding="utf-8")
    assert check({"Makefile": text}) == []
    assert check({"Makefile": text.replace(before, after, 1)})
