"""What a person is shown of a run: tables, curves, HTML. It reads the store and writes nothing."""
