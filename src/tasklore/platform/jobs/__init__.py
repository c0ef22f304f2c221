"""Jobs: work that is asked for in the same transaction as the change that needs it.

    service ── unit.insert(job) ──► job table ──► worker claims (a lease) ──► handler in a unit of its own
                                                                              └─ the same commit removes the job

A handler that fails is tried again later and later, and in the end kept as dead, with its error, for
`tasklore doctor`. A handler whose lease was lost cannot commit, so no job is done twice unseen.
"""
