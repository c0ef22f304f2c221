"""Why a filter is refused."""

from tasklore.platform.errors import Invalid


class FilterError(Invalid):
    """A filter that cannot be read: where (code points from its start), what, and what may be meant."""

    code = "invalid_filter"

    def __init__(self, position: int, message: str, suggestion: str | None = None) -> None:
        super().__init__(message, hint=suggestion, position=position, suggestion=suggestion)
        self.position = position
        self.suggestion = suggestion
