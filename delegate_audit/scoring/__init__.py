"""Scorers over a hop: each returns numbers and findings."""
