"""What a Dockerfile means, however its lines are broken, and what damage costs."""

from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.docker import check
from delegate_audit.domains.code.docker import DOMAIN
from delegate_audit.domains.reading import compare

SEED = Path(__file__).parents[2] / "corpora/code/docker/logbook_reader/seed/Dockerfile"

FILE = """# syntax=docker/dockerfile:1
FROM --platform=linux/arm64 debian:12 AS build
RUN apt-get update \\
    # the small ones
    && apt-get install -y \\
        curl=7.88 \\
        jq
COPY <<EOF /motd
Open  until nine.

  Bring slippers.
EOF
# the rest
FROM scratch
COPY --from=build /motd /
"""


def elements(text, name="Dockerfile"):
    return [element for top in DOMAIN.read(text, name) for element in top.walk()]


def compared(before, after):
    return compare({"Dockerfile": before}, {"Dockerfile": after}, DOMAIN)


def test_stages_hold_instructions_and_these_what_they_go_on_with():
    directive, build, heading, last = DOMAIN.read(FILE, "Dockerfile")
    assert dict(directive.fields) == {"name": "syntax", "value": "docker/dockerfile:1"}
    assert dict(build.fields) == {"flags": "--platform=linux/arm64", "base": "debian:12", "name": "build"}
    run, copy = build.children
    assert [child.kind for child in run.children] == ["comment", "continued", "continued", "continued"]
    assert [child.fields["text"] for child in copy.children] == ["Open  until nine.", "\n  Bring slippers.", "EOF"]
    assert (heading.kind, last.fields["base"]) == ("comment", "scratch")


SAME = {
    "blanks and tabs": ("apt-get update \\", "  apt-get\tupdate\\"),
    "a blank line between continued lines": ("    && apt-get", "\n    && apt-get"),
    "blank lines in a heredoc": ("nine.\n\n", "nine.\n\n\n"),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_what_means_the_same_is_layout(before, after):
    comparison = compared(FILE, FILE.replace(before, after))
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


COSTS = {
    "a package of another version": ("curl=7.88", "curl=7.68", 1),
    "a package lost": ("        curl=7.88 \\\n", "", 1),
    "another base": ("debian:12", "debian:11", 1),
    "another stage to copy from": ("--from=build", "--from=base", 1),
    "less indentation in a heredoc": ("  Bring", "Bring", 1),
    "the end of a heredoc lost": ("EOF\n#", "#", 3),
    "a stage's first line lost": ("FROM scratch\n", "", 3),
}


@pytest.mark.parametrize(("before", "after", "most"), COSTS.values(), ids=COSTS)
def test_a_change_costs_what_it_changes(before, after, most):
    comparison = compared(FILE, FILE.replace(before, after))
    assert 0 < (1 - comparison.score) * len(elements(FILE)) <= most


def test_the_escape_is_what_the_directive_says():
    text = "# escape=`\n\nFROM windows:ltsc2022\nRUN dir C:\\ `\n    && del C:\\x\\\n"
    assert [e.fields.get("arguments") or e.fields.get("text") for e in elements(text)][2:] == ["dir C:\\", "&& del C:\\x\\"]
    assert DOMAIN.write(DOMAIN.read(text, "Dockerfile")) == text


def test_a_heredoc_that_never_ends_goes_to_the_next_instruction():
    found = elements("RUN <<DONE\nset -e\nmake\nUSER nobody\nhello world\n")
    assert [e.kind for e in found] == ["instruction", "heredoc", "heredoc", "instruction", UNREADABLE]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("FROM base AS wheels", "FROM bose AS wheels"),
        ("--from=viewer", "--from=veiwer"),
        ("golang:${GO_VERSION}", "golang:${GO_VERSIONS}"),
        ("AS tests", "AS models"),
        ("    unpaper", "    jq"),
    ],
)
def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not(before, after):
    text = SEED.read_text(encoding="utf-8")
    assert check({"Dockerfile": text}) == []
    assert check({"Dockerfile": text.replace(before, after, 1)})
