"""Dense vectors of text, for those who want search by meaning: off, an OpenAI-compatible API, or a local model."""
