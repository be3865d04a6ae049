"""Dockerfiles: stages, their instructions, continued lines, heredocs. Fragile: a base changes, a package or a flag is lost from a long RUN.

What a line goes on with is an element below its instruction; so are the lines of a heredoc, with their indentation, and
remarks, which a builder skips wherever they stand. Comments before a FROM head that stage. A heredoc that is never ended goes
to the next instruction. To be read line by line, lines begin with marks that no Dockerfile has.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate

from delegate_audit.core.element import UNREADABLE, Element
from delegate_audit.core.kind import COMMON_KINDS, Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.lines import Lines

AT, MORE, RAW = "\x01", "\x02", "\x03"
OPS = "ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR"
_MARKS = str.maketrans(dict.fromkeys(AT + MORE + RAW, " "))
_ESCAPE = re.compile(r"(?i)\A(?:#\s*(?:syntax|check)\s*=.*\n)*#\s*escape\s*=\s*(`)")
_DIRECTIVE = re.compile(r"(?i)#\s*(?:syntax|escape|check)\s*=\s*\S+\Z")
_OPENS = re.compile(r"(?<!\S)\d*<<-?(?P<quote>[\"']?)(?P<end>[A-Za-z_][\w.-]*)(?P=quote)(?!\S)")
_CODE, _HOLDS = re.compile(rf"(?i)(?:{OPS}|FROM)\s"), re.compile(r"(?i)(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s")
_STAGE, _OPERATOR, _HEADS = re.compile(r"(?i)FROM\s"), re.compile(r"&&|\|\|?|;"), ("#", "FROM ")
_SPACED = Exact(lambda text: text and " ".join(str(text).split()))
KINDS = (
    Kind("stage", {"flags": Exact(), "base": Exact(), "name": Exact()}, key=("name",)),
    Kind("instruction", {"op": Exact(lambda op: str(op).upper()), "arguments": _SPACED}),
    Kind("continued", {"text": _SPACED}, key=("text",)),
    Kind("heredoc", {"text": Exact(lambda text: str(text).lstrip("\n"))}),
    Kind("directive", {"name": Exact(), "value": Exact()}, key=("name",)),
    Kind("comment", {"text": Text(lambda text: str(text).lstrip("# "))}),
)
RULES: tuple[Rule, ...] = (
    Rule("directive", r"# {name:(?:syntax|escape|check)}\z=\z{value:\S+}", flags=re.IGNORECASE),
    Rule("comment", "{text:#.*}"),
    Rule("continued", MORE + "{text:*}"),
    Rule(
        "heredoc",
        RAW + "{text:.*}",
        lambda stated: {**stated, "text": str(stated["text"]).replace(RAW, "\n")},
        lambda fields: {**fields, "text": str(fields.get("text", "")).replace("\n", RAW)},
    ),
    Rule("stage", r"FROM[ {flags:--\S+(?:\s+--\S+)*+}] {base:(?!--)\S.*?}[ AS {name:\S+}]", flags=re.IGNORECASE),
    Rule("instruction", rf"{{op:(?:{OPS})(?!\S)}}[ {{arguments:\S.*}}]", flags=re.IGNORECASE),
    Rule(UNREADABLE, "{text:*}"),
)
RULES = tuple(replace(rule, spec=AT + r"{depth:\d}" + rule.spec) for rule in RULES)
FORMAT = Lines(Grammar((*KINDS, COMMON_KINDS[UNREADABLE]), RULES), depth="depth")


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Stages with their instructions, below these what their lines go on with."""
    lines = [line.translate(_MARKS).rstrip() for line in lines_of(text)]
    last, escape = {line.strip(): k for k, line in enumerate(lines)}, next(iter(_ESCAPE.findall("\n".join(lines))), "\\")
    ends, marked, whole, after, blanks, inside, below = list[str](), list[str](), "", "", 0, 0, 0
    for k, line in enumerate(lines):
        plain = line.strip()
        if ends and last.get(ends[0], -1) < k and _CODE.match(plain):
            ends, blanks = [], 0
        if ends:
            marked.append(f"{below}{RAW}{RAW * blanks}{line}" if plain else "")
            blanks = 0 if plain else blanks + 1
            ends = ends[1:] if plain == ends[0] else ends
        elif not plain or plain.startswith("#"):
            marked.append(plain and f"{inside}{plain}")
        else:
            code = plain.rstrip(f"{escape} \t")
            if not whole:
                inside, depth = (1, 0) if _STAGE.match(code) else (inside, inside)
                below = depth + bool(_CODE.match(f"{code} "))
            marked.append(code and f"{below}{MORE}{code}" if whole else code and f"{depth}{code}")
            whole = f"{whole} {code}".strip()
            if code == plain:
                ends, whole = [found["end"] for found in _OPENS.finditer(whole)] if _HOLDS.match(whole) else [], ""
    for k, line in reversed([*enumerate(marked)]):
        if line[1:2] == "#" and not _DIRECTIVE.match(line, 1):
            marked[k] = (after if after[1:2] in {"#", MORE} or _STAGE.match(after, 1) else line)[0] + line[1:]
        after = marked[k] or after
    return FORMAT.read("\n".join(line and AT + line for line in marked), filename)


def write(elements: tuple[Element, ...]) -> str:
    """An instruction a line, what it goes on with indented; a blank line before stages and comments, and after what is long."""
    lines = [line[2:] if line.startswith(AT) else line for line in FORMAT.write(elements).removesuffix("\n").split("\n")]
    goes_on = accumulate(reversed(lines), lambda on, line: on if line.startswith("#") else line.startswith(MORE), initial=False)
    mark, code, written, indent = next(iter(_ESCAPE.findall("\n".join(lines))), "\\"), 0, list[str](), ""
    for before, line, inside in zip(["", *lines], lines, [*goes_on][-2::-1], strict=False):
        if line.startswith(MORE) and written:
            operator = bool(_OPERATOR.match(line, 1))
            written[code] += f" {mark}"
            written.append(("    " if operator else indent) + line[1:])
            indent = "        " if operator else indent
        else:
            turns = bool(_DIRECTIVE.match(before)) > bool(_DIRECTIVE.match(line))
            ends = before.startswith((MORE, RAW)) or (before.startswith("RUN ") > line.startswith("RUN "))
            apart = turns or ends or (line.startswith(_HEADS) > before.startswith(_HEADS))
            inside = inside and line.startswith("#")
            written += [""] if before and apart and not inside and not line.startswith(RAW) else []
            written.append("    " * inside + line.removeprefix(RAW).replace(RAW, "\n"))
            indent = "    "
        code = code if line.startswith("#") else len(written) - 1
    return "\n".join(written) + "\n" if elements else ""


DOMAIN = Domain("docker", "Dockerfiles", "code", ("Dockerfile", "Containerfile", "*.dockerfile", "Dockerfile.*"), KINDS, read, write)
