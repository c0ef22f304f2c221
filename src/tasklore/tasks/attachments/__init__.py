"""Attachments: files on tasks.

What a client calls a file, and what it says about its type and size, is never believed: the bytes are counted,
the type is told by them, and the name only goes into a header. Files come back inert: as a download, never as a
page of ours.
"""
