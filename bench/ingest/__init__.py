"""How fast documents are read and indexed: ``python -m bench.ingest [FILE ...]``."""
