"""What can go wrong while reading one file.

    IngestError
    ├── UnsupportedFormat    nothing here reads this kind of file
    ├── UnreadableFile       damaged, empty, locked or not what its name says
    └── LimitExceeded        larger, deeper or denser than the limits allow

`intake` turns each into a `Failure` row; none of them ends a run.
"""


class IngestError(Exception):
    """A file cannot be used as evidence. The message is shown to its owner as it is."""


class UnsupportedFormat(IngestError):
    """No parser reads this kind of file."""


class UnreadableFile(IngestError):
    """The file is damaged, empty, encrypted, or not what its name says."""


class LimitExceeded(IngestError):
    """The file breaks a limit of `ingest.limits` (size, ratio, depth, pixels, pages)."""
