"""Baselines and the statistical verdict that a CI acts on."""
