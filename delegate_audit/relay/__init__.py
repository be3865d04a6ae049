"""Drives relays: definition, plan, schedule, concurrency, resume; the only writer of the store."""
