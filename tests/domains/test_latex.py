r"""LaTeX: what a line is, is told by how it begins; blank lines part paragraphs and are kept; nothing is expanded; entries of BibTeX."""

import pytest

from delegate_audit.domains.creative.latex import DOMAIN
from delegate_audit.domains.reading import compare

NAME = "a.tex"
PAPER = r"""\documentclass{article}
\begin{document}

\section{Hay}\label{sec:hay}

We read \cite{lund62} twice. It rained on 51 days.
\begin{equation}\label{eq:a}
  w = 2^{-t/h}
\end{equation}
where $t$ is time.

\begin{itemize}
\item one
\item two % or three
\end{itemize}
% check

\end{document}
"""
BIB = """@book{lund62,
  author = {Lund, S.},
  year   = {1962},
}

@misc{kay,
  note = {one, two},
}
"""


def walked(text, name=NAME):
    return [element for top in DOMAIN.read(text, name) for element in top.walk()]


def kinds(text):
    return [element.kind for element in walked(text) if element.kind != "sentence"]


def changes(other, text=PAPER, name=NAME):
    found = compare({name: text}, {name: other}, DOMAIN).findings
    return [(finding.kind, finding.field) for finding in found if finding.cost]


def test_a_paper():
    expected = "command environment section paragraph equation paragraph environment item item end comment end"
    assert " ".join(kinds(PAPER)) == expected
    assert DOMAIN.write(DOMAIN.read(PAPER, NAME)) == PAPER
    assert {str(e.fields.get("label")) for e in walked(PAPER)} == {"sec:hay", "eq:a", "None"}


def test_what_was_changed_is_named():
    assert changes(PAPER.replace("lund62", "lund26")) == [("sentence", "text")]
    assert changes(PAPER.replace("-t/h", "-h/t")) == [("equation", "body")]
    assert changes(PAPER.replace("{sec:hay}", "{sec:hey}")) == [("section", "label")]
    assert changes(PAPER.replace("% check\n", "")) == [("comment", "")]
    assert changes(PAPER.replace("2^{-t/h}", "2^{ -t / h }")) == []


def test_a_comment_at_the_end_of_a_line_ends_the_line():
    text = "One thing % a\nand another.\n"
    assert kinds(text) == ["paragraph", "paragraph"]
    assert DOMAIN.write(DOMAIN.read(text, NAME)) == text
    assert kinds("A 40\\% share\nof it.\n") == ["paragraph"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("\\maketitle", "command"),
        ("\\newcommand{\\x}[1]{a{b{c}}}", "command"),
        ("\\centering\\small", "command"),
        ("\\emph{So} it is.", "paragraph"),
        ("a & b \\\\", "row"),
        ("R\\&D is dear.", "paragraph"),
        ("\\caption{A {b} c}", "caption"),
        ("\\subsection*{A}", "subsection"),
        ("$$x$$", "equation"),
    ],
)
def test_lines(line, kind):
    assert kinds(f"{line}\n")[0] == kind


def test_what_is_never_closed_costs_its_line():
    read = walked("\\begin{figure}[t]\n\\centering\n\n\\section{A}\n\nText.\n\n\\end{table}\n")
    assert [element.kind for element in read] == ["unreadable", "command", "section", "paragraph", "sentence", "unreadable"]


def test_a_macro_is_never_expanded():
    text = "\\def\\a{\\b\\b}\\def\\b{\\c\\c}\n\\input{/etc/passwd}\n"
    assert DOMAIN.write(DOMAIN.read(text, NAME)) == text


def test_entries():
    assert [(e.kind, e.fields["citekey"]) for e in walked(BIB, "a.bib")] == [("entry", "lund62"), ("entry", "kay")]
    assert DOMAIN.write(DOMAIN.read(BIB, "a.bib")) == BIB
    assert changes(BIB.replace("1962", "1926"), BIB, "a.bib") == [("entry", "year")]
    assert changes(BIB.replace("{1962}", "1962").replace("{Lund, S.}", '"Lund, S."'), BIB, "a.bib") == []


@pytest.mark.parametrize(
    "text", ["@book{a, title = {x}", "@string{a = {b}}", "@book{a}", "text\n@misc{b, note = {c}} more", "@a{b, c d = {e}, f = {g}}"]
)
def test_odd_entries_come_back(text):
    again = DOMAIN.write(DOMAIN.read(text, "a.bib"))
    assert DOMAIN.read(again, "a.bib") == DOMAIN.read(text, "a.bib")
    assert sorted("".join(again.replace(",", "").split())) == sorted("".join(text.replace(",", "").split()))


def test_a_field_that_comes_again_or_has_the_name_of_a_mark_is_kept():
    text = "@misc{a,\n  note = {one}, note = {two}, order = {3}, half,\n}\n"
    (entry,) = DOMAIN.read(text, "a.bib")
    assert (entry.fields["note"], entry.fields["rest"]) == ("{one}", "note = {two}, order = {3}, half,")
    assert changes(text.replace("two", "six"), text, "a.bib") == [("entry", "rest")]


def test_a_verbatim_part_never_closed_is_one_change():
    text = "One.\n\n\\begin{verbatim}\n100 % raw\n\\end{verbatim}\n\nTwo.\n"
    assert changes(text.replace("\\end{verbatim}\n", ""), text) == [("verbatim", "body")]
