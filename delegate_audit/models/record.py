"""What a delegate that is a program left behind, as the text of an answer: it goes into the store before anything is made of it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from delegate_audit.core.outcome import Note
from delegate_audit.core.workspace import Workspace


@dataclass(frozen=True)
class Record:
    """The files that are there now, what was odd, whether time ran out, and the ends of what the program said."""

    files: Workspace
    notes: tuple[Note, ...] = ()
    in_time: bool = True
    out: str = ""
    err: str = ""

    def text(self) -> str:
        """The record as a text that `of` reads; no character of a file is lost."""
        notes = [[note.note, note.detail] for note in self.notes]
        stated = {"files": dict(self.files), "notes": notes, "in_time": self.in_time, "out": self.out, "err": self.err}
        return json.dumps(stated, ensure_ascii=False, indent=1)

    @classmethod
    def of(cls, text: str) -> Record:
        """The record that a text of `text` holds."""
        stated = json.loads(text)
        notes = tuple(Note(note, detail) for note, detail in stated["notes"])
        return cls(stated["files"], notes, stated["in_time"], stated["out"], stated["err"])
