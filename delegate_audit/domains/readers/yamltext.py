"""Writing YAML as people write it: blocks, plain scalars where every YAML version reads them as text, short lists on one line."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from delegate_audit.core.element import Value
from delegate_audit.domains.readers.data import CONTAINERS, DataNode, DataText, Line, number, number_text, with_marks
from delegate_audit.domains.readers.yaml import resolved

ITEM_CHARS = 20
LIST_CHARS = 60
"""A list of scalars stays on one line where no item has a blank or more characters than the one, nor all more than the other."""

KEY_CHARS = 1_000
"""A longer key is none to the parser unless it is marked as one."""

_OTHERWISE_IN_YAML_1_1 = re.compile(
    r"(?i:yes|no|on|off|true|false|null|~|=|<<)|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?|[-+]?[\d_]+(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|0[bx][\da-fA-F_]+"
)
_INDICATORS = set("-?:,[]{}#&*!|>'\"%@`")
_UNSAFE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SHORT_TAG = re.compile(r"!{1,2}[A-Za-z0-9_./:-]+|!")
_IN_TAGS = "-;/?:@&=+$,_.!~*'()[]"
_BARE = re.compile(r"[^\s,\[\]{}]*")


def dump_yaml(data: DataText) -> str:
    """The documents with `---` between them; head comments, then a blank line; blank lines around blocks of the outermost level."""
    directives = "".join(f"{line.text}\n" for line in data.directives)
    explicit = directives or (len(data.documents) == 1 and data.documents[0].form == "null")
    first, *others = map(_document, data.documents) if data.documents else [""]
    body = ("---\n" if explicit and not first.startswith("--- ") else "") + first
    body += "".join(other if other.startswith("--- ") else f"---\n{other}" for other in others)
    return with_marks(directives + body, data)


def _document(root: DataNode) -> str:
    lines = _comments(root.above, 0)
    head = bool(lines)
    if root.form == "empty":
        return "".join(f"{line}\n" for line in lines)
    if root.form in CONTAINERS and root.children:
        properties = _properties(root).strip()
        lines.extend([""] if head else [])
        lines.extend([properties if head else f"--- {properties}"] if properties else [])
        lines.extend(_outermost(root))
    else:
        lines.extend([""] if head else [])
        lines.extend(_value(root, "", 0))
    lines.extend([""] if root.below and root.children else [])
    lines.extend(_comments(root.below, 0))
    return "".join(f"{line}\n" for line in lines)


def _outermost(root: DataNode) -> list[str]:
    """The lines of the root, with a blank one before and after every child of several lines."""
    lines: list[str] = []
    was_block = False
    for child in root.children:
        block = _child(child, 0)
        is_block = len(block) - len(child.above) > 1 or bool(child.above)
        if lines and (is_block or was_block):
            lines.append("")
        lines.extend(block)
        was_block = len(block) - len(child.above) > 1
    return lines


def _child(node: DataNode, indent: int) -> list[str]:
    pad = " " * indent
    head = f"{pad}-" if node.key is None else _key(node.key, pad)
    if node.key is None and node.form in CONTAINERS and node.children and not (_properties(node) or node.beside):
        inner = _flow_line(node)
        if inner is None:
            first, *rest = [line for child in node.children for line in _child(child, indent + 2)]
            above, lines = [], [first, *rest]
            while lines and lines[0].lstrip().startswith("#"):
                above.append(lines.pop(0))
            if above:
                return [*_comments(node.above, indent), f"{pad}-", *above, *lines, *_comments(node.below, indent + 2)]
            return [*_comments(node.above, indent), f"{pad}- {first.lstrip()}", *rest, *_comments(node.below, indent + 2)]
    return [*_comments(node.above, indent), *_value(node, head, indent)]


def _value(node: DataNode, head: str, indent: int) -> list[str]:
    """A head (`key:` or `-`) with what follows it, on its line or below."""
    head = head + _properties(node) if head else _properties(node).strip()
    if node.form in CONTAINERS:
        flow = _flow_line(node)
        if flow is not None:
            return [(f"{head} {flow}" if head else flow) + _beside(node), *(_comments(node.below, indent + 2) if head else ())]
        below = [line for child in node.children for line in _child(child, indent + 2)]
        return [head + _beside(node), *below, *_comments(node.below, indent + 2)]
    text = node.value if node.form == "text" else None
    if isinstance(text, str) and _literal(text):
        stripped = text.rstrip("\n")
        chomping = {0: "-", 1: ""}.get(len(text) - len(stripped), "+")
        lines = [f"{' ' * (indent + 2)}{line}" if line else "" for line in text.removesuffix("\n").split("\n")]
        return [(f"{head} |" if head else "|") + chomping + _beside(node), *lines]
    scalar = scalar_text(node.form, node.value)
    if scalar == "null" and node.key is not None:
        return [head + _beside(node)]
    return [(f"{head} {scalar}" if head else scalar) + _beside(node)]


def _flow_line(node: DataNode) -> str | None:
    """The container on one line, where it is empty or a list of few short words and numbers without comments."""
    if not node.children:
        return "{}" if node.form == "object" else "[]"
    if node.form == "object" or node.commented_within or any(_properties(child) or child.key is not None for child in node.children):
        return None
    items = [scalar_text(child.form, child.value) for child in node.children]
    short = all(child.form not in CONTAINERS for child in node.children) and all(_BARE.fullmatch(i) and len(i) <= ITEM_CHARS for i in items)
    line = f"[{', '.join(items)}]"
    return line if short and len(line) <= LIST_CHARS else None


def _properties(node: DataNode) -> str:
    tag = node.tag if node.tag is None or _SHORT_TAG.fullmatch(node.tag) else f"!<{quote(node.tag, safe=_IN_TAGS)}>"
    return (f" &{node.anchor}" if node.anchor else "") + (f" {tag}" if tag else "")


def _comments(comments: tuple[Line, ...], indent: int) -> list[str]:
    return [f"{' ' * indent}# {comment.text}".rstrip() for comment in comments]


def _beside(node: DataNode) -> str:
    return "".join(f"  # {comment.text}".rstrip() for comment in node.beside)


def _key(key: Value, pad: str) -> str:
    """The key with its colon; one too long for a line of its own kind is marked as a key."""
    text = plain_or_quoted(key) if isinstance(key, str) else scalar_text("boolean" if isinstance(key, bool) else "number", key)
    return f"{pad}{text}:" if len(text) <= KEY_CHARS else f"{pad}? {text}\n{pad}:"


def scalar_text(form: str, value: Value) -> str:
    """A scalar on one line: text is quoted only where it must be."""
    if form == "alias":
        return f"*{value}"
    if form == "null" or value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and not (form == "number" and resolved(value)[0] == "number"):
        return plain_or_quoted(value)
    return number_text(value)


def plain_or_quoted(text: str) -> str:
    """Plain where every version of YAML reads the same text back, else in quotes."""
    if _plain(text):
        return text
    if _UNSAFE.search(text) or ("'" in text and '"' not in text):
        return _UNSAFE.sub(_escaped, json.dumps(text, ensure_ascii=False))
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' if '"' not in text else "'" + text.replace("'", "''") + "'"


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _plain(text: str) -> bool:
    if not text or text != text.strip() or _UNSAFE.search(text) or text.startswith(("---", "...")):
        return False
    if text[0] in _INDICATORS and not re.match(r"-[^\s,\[\]{}:-]", text):
        return False
    if ": " in text or " #" in text or text.endswith(":") or resolved(text)[0] != "text" or number(text) is not None:
        return False
    return not _OTHERWISE_IN_YAML_1_1.fullmatch(text)


def _literal(text: str) -> bool:
    """Whether a text of several lines can stand as a block."""
    lines = text.split("\n")
    plain = not any(_UNSAFE.search(line) or line != line.rstrip() for line in lines)
    return len(lines) > 1 and plain and bool(lines[0]) and not lines[0].startswith(" ") and not (len(text) - len(text.rstrip("\n")) > 1)
