"""`python -m bench.recurrence [--cases 10000] [--seed 1]`: prints how many dates were compared and what differs."""

import argparse
import sys
import warnings

from .agreement import cases, compare


def main() -> int:
    """0 if all dates agree."""
    arguments = argparse.ArgumentParser(prog="python -m bench.recurrence", description=__doc__)
    arguments.add_argument("--cases", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    # icalendar warns of rules that it would write differently; they are read right.
    warnings.simplefilter("ignore")
    compared = different = 0
    for case in cases(chosen.cases, chosen.seed):
        dates, difference = compare(case)
        compared += dates
        if difference is not None:
            different += 1
            print(f"{case.rrule} from {case.start.date} {case.start.time} {case.start.timezone}")
            print(f"  only ours:   {', '.join(difference.only_ours[:5])}")
            print(f"  only theirs: {', '.join(difference.only_theirs[:5])}")
    print(f"{chosen.cases} rules, {compared} dates compared with recurring-ical-events, {different} rules differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
