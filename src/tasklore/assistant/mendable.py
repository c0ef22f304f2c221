"""What a tool says when an argument can be mended."""


class Mendable(Exception):
    """An argument that its sender can put right: a model is told and tries again, a person reads it."""
