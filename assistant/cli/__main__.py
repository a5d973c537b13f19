"""`python -m assistant.cli` does what `evidary` does."""

from assistant.cli.main import main

# Reading processes are spawned and import this module again; they must not start a second run.
if __name__ == "__main__":
    main()
