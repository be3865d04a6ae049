from __future__ import annotations

from pathlib import Path

from delegate_audit.store.describe import markdown
from delegate_audit.store.tables import TABLES
from delegate_audit.store.views import VIEWS

PAGE = Path(__file__).parents[2] / "docs" / "store.md"


def test_the_page_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8") == markdown(), "write docs/store.md anew from delegate_audit.store.describe.markdown()"


def test_every_table_and_view_is_described() -> None:
    text = markdown()
    for name in [*(table.name for table in TABLES), "files", *(view.name for view in VIEWS)]:
        assert f"\n### {name}\n" in text
    assert "| `prompt` | text |  | `files.digest` |" in text
    assert "| `cost` | real, or null |  |  |" in text
