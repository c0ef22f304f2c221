"""What can go wrong with documents."""

from tasklore.platform.errors import Conflict, Invalid, UnsupportedMedia


class UnsupportedDocument(UnsupportedMedia):
    code = "unsupported_document"


class EmptyDocument(Invalid):
    code = "empty_document"


class NotReady(Conflict):
    """The document has no text yet, or never will."""

    code = "document_not_ready"
