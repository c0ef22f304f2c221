"""How well quick add understands what people type: `python -m bench.language`."""
