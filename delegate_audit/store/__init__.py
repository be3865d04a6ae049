"""The store: SQLite schema, migrations, one writer, many readers, content-addressed texts."""
