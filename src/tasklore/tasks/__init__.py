"""Projects, sections, tasks, labels, comments, attachments, relations, saved filters."""
