"""How much one document may cost."""

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Bounds on the parsing of one file; whatever crosses one is refused by name."""

    seconds: int = 120
    """CPU time, and with some grace the time on the clock."""
    memory_mb: int = 384
    """Address space of the child process. A PDF of 600 pages needs less than 128."""
    pages: int = 5_000
    chars: int = 20_000_000
    """Characters of text that come out."""
