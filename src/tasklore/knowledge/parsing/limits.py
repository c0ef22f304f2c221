"""How much one document may cost."""

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Bounds on the parsing of one file; whatever crosses one is refused by name."""

    seconds: int = 120
    """CPU time, and with some grace the time on the clock."""
    memory_mb: int = 1024
    """Address space of the child process; about three quarters of it are usable."""
    pages: int = 5_000
    chars: int = 20_000_000
    """Characters of text that come out."""
