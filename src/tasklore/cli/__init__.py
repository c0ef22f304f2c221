"""The command line: the whole of Tasklore for those who run it, and its tasks for those who type.

    tasklore serve | worker | migrate | user | settings | doctor        runs the place
    tasklore add | list | show | done | undo | import | export          works on tasks
                       │
              Client ──┴── server: HTTP, with a token        embedded: the services, on the data directory

Exit codes: 0 done; 1 the request failed; 2 wrong usage or settings. Results go to standard output, everything else to
standard error. Commands import what they need when they run, so that `--help` is quick.
"""

from .entry import main

__all__ = ["main"]
