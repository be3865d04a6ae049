"""`python -m delegate_audit` is the `audit` command."""

from delegate_audit.cli.app import main

if __name__ == "__main__":
    main()
