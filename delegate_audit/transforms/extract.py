"""Extract: texts moved into a table, with a reference left in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import Field, field_validator

from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms.contract import Instructions, Names, Transform
from delegate_audit.transforms.draft import Branch, Draft
from delegate_audit.transforms.selection import drafts, spoken_targets
from delegate_audit.transforms.sidecar import need, replaced, table_rows, table_text

MAX_CHARS = 20_000
"""Longer texts are left alone: an authored pattern must not run for minutes over what a model wrote."""


class Extract(Transform):
    """Move the text of `field` of `kind`, or the parts of it that `match`, into the table `into` (columns ref, text).

    `reference` is left in its place, with `{n}` counting from 1 in the order of the text, leaving out references that the
    document has already; with `same_once` equal texts share one.
    """

    kind: str
    field: str
    into: str = Field(pattern=r"\.csv$")
    reference: str = "[{n}]"
    same_once: bool = True
    match: str | None = None
    under: dict[str, str | int | bool] = Field(default_factory=dict)

    @field_validator("reference")
    @classmethod
    def _counts(cls, value: str) -> str:
        if value.count("{n}") != 1:
            raise ValueError("a reference needs {n} once")
        return value

    @field_validator("match")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as fault:
            raise ValueError(f"no regular expression: {fault}") from fault
        return value

    def makes(self) -> Names:
        """The table."""
        return (self.into,)

    def forward(self, files: Workspace, domain: Domain) -> Workspace:
        """Move the texts out of every file that is meant."""
        opened = drafts(self, files, domain)
        pattern = re.compile(self.match or r"(?s)\A.+\Z")
        register = _Register(
            self.reference, self.same_once, {token for _, text in self._texts(opened) for token in self._token().findall(text)}
        )
        for branch, text in list(self._texts(opened)):
            branch.fields[self.field] = pattern.sub(lambda found: register.reference(found[0]) if found[0] else "", text)
        changes: dict[str, str | None] = {draft.name: draft.result() for draft in opened}
        return replaced(files, {**changes, self.into: table_text(["ref", "text"], register.rows)})

    def backward(self, files: Workspace, domain: Domain) -> Workspace:
        """Put every text back in the place of its reference."""
        texts: dict[str, str] = {}
        for row in table_rows(need(files, self.into), ["ref", "text"]):
            texts.setdefault(self._full(row["ref"].strip()), row["text"])
        opened = drafts(self, files, domain)
        for branch, text in list(self._texts(opened)):
            branch.fields[self.field] = self._token().sub(lambda found: texts.get(found[0], found[0]), text)
        changes: dict[str, str | None] = {draft.name: draft.result() for draft in opened}
        return replaced(files, {**changes, self.into: None})

    def instructions(self, files: Workspace, domain: Domain) -> Instructions:
        """Move texts into a table, leave references; and back."""
        where = spoken_targets(self, files, domain)
        what = f"the {self.field} of every {self.kind}"
        if self.match:
            what = f"every part of {what} that matches {self.match}"
        once = " Equal texts share one reference." if self.same_once else ""
        example = self.reference.replace("{n}", "1")
        return Instructions(
            f"In {where}, move {what} into {self.into} (columns ref, text) and leave a reference in its place: {example} for the "
            f"first, and so on.{once}",
            f"Put the texts of {self.into} back into {where} in the place of their references, and delete {self.into}.",
        )

    def _texts(self, opened: list[Draft]) -> Iterator[tuple[Branch, str]]:
        for draft in opened:
            for branch in draft.find(self.kind, self.under):
                text = branch.fields.get(self.field)
                if isinstance(text, str) and text and len(text) <= MAX_CHARS:
                    yield branch, text

    def _token(self) -> re.Pattern[str]:
        before, after = map(re.escape, self.reference.split("{n}"))
        return re.compile(rf"{before}(?<!\d)\d{{1,9}}(?!\d){after}")

    def _full(self, ref: str) -> str:
        return self.reference.replace("{n}", ref) if ref.isdigit() else ref


class _Register:
    """Gives out references."""

    def __init__(self, template: str, same_once: bool, taken: set[str]) -> None:
        self.rows: list[tuple[str, str]] = []
        self._template, self._same_once, self._taken = template, same_once, taken
        self._known: dict[str, str] = {}
        self._last = 0

    def reference(self, text: str) -> str:
        """The reference to `text`."""
        if self._same_once and text in self._known:
            return self._known[text]
        token = self._next()
        self._known[text] = token
        self.rows.append((token, text))
        return token

    def _next(self) -> str:
        while True:
            self._last += 1
            token = self._template.replace("{n}", str(self._last))
            if token not in self._taken:
                return token


TRANSFORM = Extract
