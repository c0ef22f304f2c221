"""`python -m bench SCENARIO`: see `python -m bench --help`."""

from bench.speed.command import main

main()
