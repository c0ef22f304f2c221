"""The tools: thin calls to services. Their docstrings are what a language model reads."""
