"""Scorers put to the test: known faults go into documents, and what no scorer sees comes out."""
