"""Workspace, element, kind, comparison, finding: what everything else stands on."""
