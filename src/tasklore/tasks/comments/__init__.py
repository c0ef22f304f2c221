"""Comments: what people say about a task."""
