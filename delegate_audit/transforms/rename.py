"""Rename: names replaced by aliases throughout, with a key file that tells who is who."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pydantic import Field, field_validator

from delegate_audit.core.element import Value
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.contract import Instructions, Names, Transform
from delegate_audit.transforms.draft import Draft
from delegate_audit.transforms.selection import drafts, spoken_targets
from delegate_audit.transforms.sidecar import need, replaced, table_rows, table_text


class Rename(Transform):
    """Replace names in `fields` of `kind` (of any kind where none is given) by aliases.

    Without `names`, a field's whole value is a name; with it, every occurrence of one of them as a whole word within
    the fields is replaced, the longest first. `alias` holds `{n}` or `{letter}`, counting names by their first appearance
    and leaving out aliases that the fields hold already. `key` gets the columns alias, name.
    """

    fields: Names = Field(min_length=1)
    kind: str | None = None
    key: str = Field(pattern=r"\.csv$")
    alias: str
    names: Names | None = None
    under: dict[str, str | int | bool] = Field(default_factory=dict)

    @field_validator("alias")
    @classmethod
    def _counts(cls, value: str) -> str:
        if value.count("{n}") + value.count("{letter}") != 1:
            raise ValueError("an alias needs {n} or {letter}, once")
        return value

    def makes(self) -> Names:
        """The key file."""
        return (self.key,)

    def notes(self) -> Names:
        """The key file."""
        return self.makes()

    def forward(self, files: Workspace, domain: Domain) -> Workspace:
        """Replace names in every file that is meant."""
        opened = drafts(self, files, domain)
        texts = self._texts(opened)
        roster = _Roster(self.alias, texts, within=self.names is not None)
        changes = self._changed(opened, _replacer(self.names, roster.alias, texts) if self.names is not None else roster.alias)
        return replaced(files, {**changes, self.key: table_text(["alias", "name"], [(a, n) for n, a in roster.aliases.items()])})

    def backward(self, files: Workspace, domain: Domain) -> Workspace:
        """Give everybody their name again."""
        names: dict[str, str] = {}
        for row in table_rows(need(files, self.key), ["alias", "name"]):
            if row["alias"]:
                names.setdefault(row["alias"], row["name"])
        opened = drafts(self, files, domain)

        def name_of(alias: str) -> str:
            return names.get(alias, alias)

        changes = self._changed(opened, name_of if self.names is None else _replacer(names, name_of, self._texts(opened)))
        return replaced(files, {**changes, self.key: None})

    def instructions(self, files: Workspace, domain: Domain) -> Instructions:
        """Replace names, keep a key; and back."""
        where = spoken_targets(self, files, domain)
        fields = f"the {' and '.join(self.fields)} of every {self.kind or 'element'}"
        what = f"these names in {fields}: {', '.join(self.names)}" if self.names else fields
        examples = f"{_alias(self.alias, 1)}, {_alias(self.alias, 2)} and so on"
        return Instructions(
            f"In {where}, replace {what} by {examples}, in the order of their first appearance, the same name always by the same "
            f"alias. Write who is who into {self.key}, with the columns alias, name.",
            f"In {where}, replace every alias by the name that {self.key} gives for it, and delete {self.key}.",
        )

    def _changed(self, opened: list[Draft], change: Callable[[str], str]) -> dict[str, str | None]:
        for draft in opened:
            for branch in draft.find(self.kind, self.under):
                for name in self.fields:
                    if name in branch.fields:
                        branch.fields[name] = _mapped(branch.fields[name], change)
        return {draft.name: draft.result() for draft in opened}

    def _texts(self, opened: list[Draft]) -> list[str]:
        found: list[str] = []
        self._changed(opened, lambda text: found.append(text) or text)  # type: ignore[func-returns-value]
        return found


def _mapped(value: Value, change: Callable[[str], str]) -> Value:
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    return change(value) if isinstance(value, str) and value else value


def _replacer(words: Iterable[str], change: Callable[[str], str], texts: list[str]) -> Callable[[str], str]:
    """Replaces each of `words` wherever it stands as a whole word; where one begins with another, the longer.

    Words that none of `texts` holds are left out first, so that a key file of any length stays cheap.
    """
    everything = "\n".join(texts)
    ordered = sorted({word for word in words if word and word in everything}, key=lambda word: (-len(word), word))
    if not ordered:
        return lambda text: text
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")
    return lambda text: pattern.sub(lambda found: change(found[0]), text)


def _alias(template: str, n: int) -> str:
    letters = ""
    rest = n
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return template.replace("{n}", str(n)).replace("{letter}", letters)


class _Roster:
    """Gives out aliases; `aliases` maps names to them in the order of first appearance."""

    def __init__(self, template: str, texts: list[str], *, within: bool) -> None:
        self.aliases: dict[str, str] = {}
        self._template, self._last, self._within = template, 0, within
        self._values, self._text = set(texts), "\n".join(texts)

    def alias(self, name: str) -> str:
        """The alias of `name`."""
        if name not in self.aliases:
            self._last += 1
            while self._taken(_alias(self._template, self._last)):
                self._last += 1
            self.aliases[name] = _alias(self._template, self._last)
        return self.aliases[name]

    def _taken(self, alias: str) -> bool:
        if self._within:
            return alias in self._text and re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", self._text) is not None
        return alias in self._values


TRANSFORM = Rename
