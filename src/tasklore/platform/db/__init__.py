"""The database: statements written once in SQLAlchemy Core, run by the bare drivers.

    Query ──compiled once per dialect──► text + argument order
      reads  ──► Database.fetch(query, params)            at once
      writes ──► Database.apply([Write, …])               one atomic batch, at the unit's end

`performance.md` of the design says why: five to eight times less CPU than an ORM session.
"""
