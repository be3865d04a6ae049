"""What holds in a paper that compiles: citations have entries and entries citations, references have labels, rows their columns' cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.domains.creative.latex import DOMAIN

_CITED = re.compile(r"\\cite\{([^}]*)\}")
_REFERRED = re.compile(r"\\(?:eq)?ref\{([^}]*)\}")
_LABEL = re.compile(r"\\label\{([^}]*)\}")
_CELL = re.compile(r"(?<!\\)&")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the papers and their bibliographies that does not agree."""
    found = {name: [e for top in DOMAIN.read(text, name) for e in top.walk()] for name, text in files.items() if DOMAIN.claims(name)}
    papers = {name: text for name, text in files.items() if name in found and not name.endswith(".bib")}
    cited = {key.strip() for text in papers.values() for keys in _CITED.findall(text) for key in keys.split(",")}
    entries = Counter(str(e.fields["citekey"]) for elements in found.values() for e in elements if e.kind == "entry")
    labels = Counter(label for text in papers.values() for label in _LABEL.findall(text))
    referred = {label for text in papers.values() for label in _REFERRED.findall(text)}
    return [
        *(f"{key} is cited and has no entry" for key in sorted(cited - entries.keys())),
        *(f"{key} is never cited" for key in sorted(entries.keys() - cited)),
        *(f"{label} is no label" for label in sorted(referred - labels.keys())),
        *(f"{name} is there {count} times" for name, count in (entries + labels).items() if count > 1),
        *(f"{name}:{line}: {problem}" for name, elements in found.items() for line, problem in _tables(elements)),
    ]


def _tables(elements: list[Element]) -> Iterator[tuple[int, str]]:
    for table in (e for e in elements if e.kind == "environment" and e.fields["name"] == "tabular"):
        columns = len(re.findall("[lcr]", str(table.fields["arguments"])))
        for row in (child for child in table.children if child.kind == "row"):
            if len(_CELL.findall(str(row.fields["text"]))) + 1 != columns:
                yield row.line, f"a row that has not {columns} cells"
