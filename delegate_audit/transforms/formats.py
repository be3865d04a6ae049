"""The four formats that a document can be converted to, as text and back: CSV, Markdown table, JSON, YAML."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.cells import json_value, number_of
from delegate_audit.transforms.contract import TransformError
from delegate_audit.transforms.draft import Branch
from delegate_audit.transforms.records import as_objects, as_table, from_objects, from_table
from delegate_audit.transforms.sidecar import table_rows, table_text

_ESCAPED = {"\\": "\\\\", "|": "\\|", "\n": "<br>", "<br>": "\\<br>", "&#": "\\&#", "\r": "&#13;"}
_TO_ESCAPE = re.compile(r"\\|\||\n|<br>|&#|\r")
_TO_UNESCAPE = re.compile(r"\\([\\|<&])|<br\s*/?>|&#(\d{1,3});")
_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*")


def encoded(form: str, root: Branch, domain: Domain) -> str:
    """The elements below `root` as a file of the format. Raises `TransformError` where they are nested too deeply for it."""
    try:
        if form == "json":
            return _json(as_objects(root, domain), 0) + "\n"
        if form == "yaml":
            return _yaml_text(as_objects(root, domain))
    except RecursionError as fault:
        raise TransformError(f"the elements are nested too deeply for {form}") from fault
    table = as_table(root, domain)
    return table_text(table.columns, table.rows) if form == "csv" else _markdown(table.columns, table.rows)


def decoded(form: str, text: str, domain: Domain) -> Branch:
    """The elements that a file of the format holds. Raises `TransformError` where it is none."""
    if form == "json":
        return from_objects(_parsed_json(text), domain)
    if form == "yaml":
        return from_objects(_parsed_yaml(text), domain)
    plain = text if form == "csv" else _as_csv(text)
    rows = table_rows(plain)
    if not rows:
        raise TransformError("the file holds no table")
    return from_table(list(rows[0]), rows, domain)


def _json(value: object, depth: int) -> str:
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, Mapping):
        lines = [f"{inner}{json.dumps(str(name), ensure_ascii=False)}: {_json(item, depth + 1)}" for name, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{outer}}}" if lines else "{}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + _json(item, depth + 1) for item in value) + f"\n{outer}]" if value else "[]"
    return json_value(value)  # type: ignore[arg-type]


def inline(value: object) -> str:
    """Objects, lists and values as JSON on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(str(name), ensure_ascii=False)}: {inline(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return json_value(value)  # type: ignore[arg-type]


def _parsed_json(text: str) -> object:
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_float=number_of, parse_int=number_of)
    except (ValueError, RecursionError) as fault:
        raise TransformError(f"the file is no JSON: {fault}") from fault


@cache
def _yaml() -> Any:
    """A reader and writer of YAML 1.2 that keeps numbers as they are written and takes nothing for a date."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import SafeConstructor
    from ruamel.yaml.representer import SafeRepresenter

    class Constructor(SafeConstructor):
        def number(self, node: Any) -> object:
            return number_of(str(self.construct_scalar(node)))

        def words(self, node: Any) -> object:
            return self.construct_scalar(node)

    class Representer(SafeRepresenter):
        def number(self, value: Decimal) -> Any:
            tag = "float" if re.search(r"[.eE]", str(value)) else "int"
            return self.represent_scalar(f"tag:yaml.org,2002:{tag}", str(value))

        def words(self, value: str) -> Any:
            style = "|" if "\n" in value and re.fullmatch(r"\S.*\S", value, re.DOTALL) and not re.search(r"\s\n", value) else None
            plain = all(char.isprintable() or char == "\n" for char in value)
            return self.represent_scalar("tag:yaml.org,2002:str", value, style=style if plain else '"')

        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the library's own name
            return True

    for tag in ("int", "float"):
        Constructor.add_constructor(f"tag:yaml.org,2002:{tag}", Constructor.number)
    Constructor.add_constructor("tag:yaml.org,2002:timestamp", Constructor.words)
    Representer.add_representer(Decimal, Representer.number)
    Representer.add_representer(str, Representer.words)
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = True
    yaml.Constructor, yaml.Representer = Constructor, Representer
    vars(yaml).update(default_flow_style=False, width=1_000_000, allow_unicode=True, sort_base_mapping_type_on_output=False)
    return yaml


def _yaml_text(objects: list[dict[str, object]]) -> str:
    out = io.StringIO()
    _yaml().dump([_listed(item) for item in objects], out)
    return out.getvalue()


def _listed(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _listed(item) for name, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value


def _parsed_yaml(text: str) -> object:
    from ruamel.yaml.error import YAMLError

    try:
        return _yaml().load(text)
    except (YAMLError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as fault:
        raise TransformError(f"the file is no YAML: {fault}"[:300]) from fault


def _markdown(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join("| " + " | ".join(map(_escaped, line)) + " |\n" for line in lines)


def _escaped(text: str) -> str:
    escaped = _TO_ESCAPE.sub(lambda found: _ESCAPED[found[0]], text)
    if escaped[:1] in {" ", "\t"}:
        escaped = f"&#{ord(escaped[0])};{escaped[1:]}"
    return f"{escaped[:-1]}&#{ord(escaped[-1])};" if escaped[-1:] in {" ", "\t"} else escaped


def _as_csv(text: str) -> str:
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if "|" in line]
    rows = [list(_cells(line)) for k, line in enumerate(lines) if k != 1 or not _RULE.fullmatch(line)]
    return table_text(rows[0], rows[1:]) if rows else ""


def _cells(line: str) -> Iterator[str]:
    """The cells of a table's line; a bar behind a backslash separates nothing."""
    cells, current, k, body = [], "", 0, line.strip().removeprefix("|")
    while k < len(body):
        if body[k] == "\\" and k + 1 < len(body):
            current += body[k : k + 2]
            k += 2
        elif body[k] == "|":
            cells.append(current)
            current, k = "", k + 1
        else:
            current += body[k]
            k += 1
    if current.strip():
        cells.append(current)
    for text in cells:
        yield _unescaped(text)


def _unescaped(text: str) -> str:
    return _TO_UNESCAPE.sub(_plain, text.strip(" \t"))


def _plain(found: re.Match[str]) -> str:
    if found[1] is not None:
        return found[1]
    return "\n" if found[2] is None else chr(int(found[2]))
