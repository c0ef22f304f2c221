"""The one list of routes that every file beside this one adds to."""

from ..protocol import Protocol

protocol = Protocol()
