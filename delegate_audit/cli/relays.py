"""`audit relays`: the relay definitions that come with the program."""

from __future__ import annotations


def relays() -> None:
    """List the relay definitions that --relay takes.

    Example: audit run --relay delegate52
    """
    from delegate_audit.cli.screen import listing, screen
    from delegate_audit.relay.definition import load, shipped

    table = listing("relay", "round trips", "workflow", "what it is")
    for name in shipped():
        definition = load(name)
        table.add_row(name, str(definition.round_trips), definition.workflow, definition.title)
    screen().print(table)
