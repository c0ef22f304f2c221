"""Relations: what blocks, duplicates or has to do with what."""
