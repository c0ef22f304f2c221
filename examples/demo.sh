#!/bin/sh
# Loads a folder of documents and asks ten questions: `make demo`, or `make demo FOLDER=path/to/documents`.
set -eu
folder=${1:-../shared/samples/book}
if [ ! -d "$folder" ]; then
  echo "There is no folder '$folder'. Name one: make demo FOLDER=path/to/documents" >&2
  exit 2
fi
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
export DATA_DIR="$data" LOG_LEVEL=ERROR
tasklore=${TASKLORE:-.venv/bin/tasklore}
$tasklore user add reader@example.org --generate >/dev/null
$tasklore import docs "$folder"
ask() { printf '\n? %s\n' "$1"; $tasklore ask "$1"; }
ask "How many owners can a value have at a time?"
ask "What happens when the owner goes out of scope?"
ask "What does the question mark operator do?"
ask "When should I call panic instead of returning a Result?"
ask "What is a string slice?"
ask "What does a trait define?"
ask "What do lifetime annotations describe?"
ask "How do closures capture values from their environment?"
ask "What does the join method on a thread handle do?"
ask "Who won the football world cup in 1954?"
