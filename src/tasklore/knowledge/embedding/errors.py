"""What can go wrong when texts are turned into vectors."""


class EmbeddingUnavailable(Exception):
    """The embedding model cannot be used now; search goes on by words alone and says so."""
