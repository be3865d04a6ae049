"""Values as TOML, for definitions that the program writes itself."""

from __future__ import annotations

import json
from collections.abc import Mapping


def toml_value(value: object) -> str:
    """A string, number, truth value, list or inline table. JSON's strings are TOML's, but for one control character."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml_key(key)} = {toml_value(item)}" for key, item in value.items()) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_key(key: object) -> str:
    """A key, bare where it may be."""
    text = str(key)
    return text if text.isascii() and text.replace("_", "").replace("-", "").isalnum() else toml_value(text)


def toml_table(values: Mapping[str, object]) -> str:
    """A line for each key."""
    return "".join(f"{toml_key(key)} = {toml_value(value)}\n" for key, value in values.items())
