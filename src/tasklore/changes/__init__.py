"""Change sets: every write, whoever makes it, can be seen, refused and undone.

    service ──► ChangeSet.create/update/delete ──► staged in the unit ──► one atomic batch at the edge
                                                        │
        rows of the feature ◄───────────────────────────┤
        change_set + change (before/after of each field)┤   history, undo, proposals, audit
        revision of everyone who may see it             ┤   ETag, caches, ?since=
        poke on the event bus ◄─────────────────────────┘   live events

Features register their tables as `Entity`; this package knows none of them by name.
"""
