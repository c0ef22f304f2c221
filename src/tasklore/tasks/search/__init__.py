"""Full-text search over titles, notes and comments.

    words.py    what is looked for, and whether a text has it: the meaning
    schema.py   the index of each engine, kept by triggers
    sql.py      the same as a condition on `task`

PostgreSQL: a tsvector for each task and comment under one GIN index. SQLite: FTS5. In both, owner and project
are terms of the index like any other word, so that somebody's search costs what they have, not what all have.
"""
