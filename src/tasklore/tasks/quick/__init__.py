"""Quick add as a service: the language of `quickadd/` with somebody's time zone, names and projects."""
