"""Readers that several domains share."""
