"""How documents of a domain grow: one module a domain, found by its name, with a module-level `GROWTH`."""
