"""The built-in assistant: English in, tool calls out, no network and no guess about what to destroy.

    message ──► clauses ──► commands ──► tool calls ──► results ──► sentences
    clauses.py  commands.py + rules/     planning.py                wording.py
                     ▲
                     └── memory.py: what "it", "the second" and "them" mean

It is a model like any other (`model.py`), so that tools, approvals, history and streams have one path.
"""
