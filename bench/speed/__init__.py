"""Speed, side by side: our server as shipped and its rivals, one core each, taking turns.

The figure to trust is CPU per request (the operating system's account of the server's processes divided by
the requests it answered), and best of all its ratio between two variants of one run.
"""
