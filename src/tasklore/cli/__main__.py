"""`python -m tasklore.cli`, the same as `tasklore`."""

from . import main

main()
