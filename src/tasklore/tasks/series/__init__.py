"""The dates of repeating tasks: what comes, in words, and put elsewhere, this one or all that follow."""
