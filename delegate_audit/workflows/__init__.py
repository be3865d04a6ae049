"""How a hop is carried out, one file a workflow."""
