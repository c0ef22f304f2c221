"""The assistant's tools, served to other people's assistants: over HTTP at /mcp, and over stdio for local ones.

A token decides how far they reach: `tasks:read` looks, `tasks:propose` makes proposals that the user approves here,
`tasks:write` applies; what destroys is applied with `tasks:delete` only, and proposed otherwise.
"""
