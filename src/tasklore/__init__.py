"""Tasklore: tasks, documents and an assistant that acts on both."""
