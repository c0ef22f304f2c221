"""The routes of the protocol, one file for each thing that somebody does."""
