"""Every figure that Tasklore claims, printed by a command: `python -m bench`."""
