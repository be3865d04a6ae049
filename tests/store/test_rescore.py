"""Scores of one scorer replaced by others."""

from __future__ import annotations

from delegate_audit.store.rows import ScoreRow
