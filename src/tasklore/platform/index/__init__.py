"""The index: passages by their words and, where vectors are configured, by their meaning.

    VectorIndex (port.py)
    ├── EdgeIndex      edge.py      embedded, one process, the default
    ├── ServerIndex    server.py    a Qdrant server over HTTP, when QDRANT_URL is set
    └── FullTextIndex  fulltext.py  the database's own full-text search, always there

An index is a cache of what the database holds: it can be thrown away and rebuilt. Engines only bring candidates;
their order is decided by the caller, so that all engines agree.
"""
