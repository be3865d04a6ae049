"""Endpoints, the simulated delegate and its HTTP server."""
