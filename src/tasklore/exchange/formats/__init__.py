"""One module per format: a pure reader of bytes, and where we write it too, a writer of chunks."""
