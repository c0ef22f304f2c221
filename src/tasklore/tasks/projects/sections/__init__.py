"""Sections: the headings of a project, or the columns of its board."""
