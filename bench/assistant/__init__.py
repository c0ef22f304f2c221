"""Utterances with the tool calls and the final state that they must come to."""
