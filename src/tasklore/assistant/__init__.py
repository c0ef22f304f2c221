"""A turn: words in, tools called, words, sources and a change set out.

    routes ──► turns (one at a time per conversation, detached from the request)
                 │
                 ├──► confirmation: the user's own yes, no or undo; no model is asked
                 └──► agent ──► model: OpenAI, Cohere, a compatible server, or the built-in one
                        │
                        └──► registry ──► tools ──► services      read runs, write applies, the rest is proposed

The same registry is what MCP serves. A tool acts as whoever `context.acting()` says, never as its arguments say.
"""
