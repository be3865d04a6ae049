"""`audit relays`: the relay definitions that come with the program."""

from __future__ import annotations


def relays() -> None:
    """List the relay definitions that --relay takes.

    Example: audit run --relay delegate52
    """
    from rich.console import Console
    from rich.table import Table

    from delegate_audit.relay.definition import load, shipped

    table = Table("relay", "round trips", "workflow", "distractors", "what it is", box=None, header_style="bold")
    for name in shipped():
        definition = load(name)
        table.add_row(
            name, str(definition.round_trips), definition.workflow, "yes" if definition.distractors else "no", definition.title
        )
    Console().print(table)
