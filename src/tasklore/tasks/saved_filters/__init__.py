"""Saved filters: a filter with a name, a colour and a place."""
