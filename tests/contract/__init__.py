"""The contract, row by row: `pytest tests/contract -v` reads as its table."""
