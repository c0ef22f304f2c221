"""Tools that know nothing of tasks: database, unit of work, cache, events, jobs, errors, web edge."""
