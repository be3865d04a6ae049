"""Reversible edits over elements, one module each; `registry` finds them by name."""
