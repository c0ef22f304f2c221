"""Import and export.

    file ── formats/<one>.py ──► Bundle ── importer.py ──► one change set        (or a preview: nothing is kept)
                                  │ remarks: what is lost or changed, by line
    rows ── exporter.py ──► archive.json, .zip, .csv, .ics, .txt

A reader is a pure function from bytes to a `Bundle`; it knows neither the database nor whose file it is.
Ids in a file only tie its own parts together: everything that is imported gets a new id.
"""
