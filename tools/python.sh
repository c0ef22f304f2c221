#!/bin/sh
# Prints a Python from 3.11 to 3.13 that can make virtual environments, or says in a line what to install.
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
  command -v "$candidate" >/dev/null 2>&1 || continue
  if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
    command -v "$candidate"
    exit 0
  fi
done
if command -v python3 >/dev/null 2>&1; then
  found=$(python3 --version 2>&1)
  echo "Tasklore needs Python 3.11, 3.12 or 3.13 with its venv module; found only $found." \
    "Install one (Debian: apt-get install python3 python3-venv) or name it: make run PYTHON=/path/to/python3.13" >&2
else
  echo "Tasklore needs Python 3.11, 3.12 or 3.13. Install it (Debian: apt-get install python3 python3-venv)." >&2
fi
exit 1
