"""How well search finds passages, and how fast: ``python -m bench.retrieval [COLLECTION]``."""
