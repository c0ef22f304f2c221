"""Projects, their members and their sections."""
