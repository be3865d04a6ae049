"""Pages that are made from code say what the code says."""

from __future__ import annotations

from pathlib import Path

from delegate_audit.cli.domain_page import page

DOCS = Path(__file__).parents[1] / "docs"


def test_the_page_of_domains_is_fresh():
    """Make it anew: audit domains --format markdown > docs/domains.md."""
    assert (DOCS / "domains.md").read_text("utf-8") == page()
