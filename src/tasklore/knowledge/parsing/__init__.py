"""A file becomes text that knows its pages and headings.

    bytes ──► kinds.py (what is it, by content) ──► child process with limits ──► pdf.py | docx.py | markdown.py
                                                                                  html.py | mail.py | plain.py
                                                                                       └──► ParsedDocument

Whatever a file claims or tries, the process that serves people only reads its first bytes.
"""
