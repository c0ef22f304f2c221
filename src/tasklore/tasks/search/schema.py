"""The search index of each engine, made with the tables and kept by triggers.

PostgreSQL writes a document's tsvector with its row: 30 µs there. FTS5 takes 100 to 200 µs a row, half as much again
as a whole write costs, so that on SQLite a trigger only notes what has changed, and the index follows a little
later (`indexing.py`). A search looks into the index, and at what is noted itself, so that it never misses a row.

    task, comment ──trigger──► search_pending ──indexing──► search_row (key → rowid) + task_search (FTS5)
"""

from typing import Final

from sqlalchemy import DDL, event

from tasklore.platform.db.metadata import metadata

_SQLITE: Final = (
    "CREATE TABLE search_row (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, task_id TEXT NOT NULL)",
    "CREATE TABLE search_pending (key TEXT PRIMARY KEY) WITHOUT ROWID",
    """
    CREATE VIRTUAL TABLE task_search USING fts5(
      scope, title, notes, comment, prefix='2 3', tokenize='unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER search_task_added AFTER INSERT ON task BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (new.id);
    END
    """,
    """
    CREATE TRIGGER search_task_changed AFTER UPDATE OF title, notes ON task
    WHEN old.title IS NOT new.title OR old.notes IS NOT new.notes BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (new.id);
    END
    """,
    """
    CREATE TRIGGER search_task_moved AFTER UPDATE OF owner_id, project_id ON task
    WHEN old.owner_id IS NOT new.owner_id OR old.project_id IS NOT new.project_id BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (new.id);
      INSERT OR IGNORE INTO search_pending SELECT id FROM comment WHERE task_id = new.id;
    END
    """,
    """
    CREATE TRIGGER search_task_removed AFTER DELETE ON task BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (old.id);
    END
    """,
    """
    CREATE TRIGGER search_comment_added AFTER INSERT ON comment BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (new.id);
    END
    """,
    """
    CREATE TRIGGER search_comment_changed AFTER UPDATE OF text, deleted_at ON comment BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (new.id);
    END
    """,
    """
    CREATE TRIGGER search_comment_removed AFTER DELETE ON comment BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (old.id);
    END
    """,
)
_SQLITE_DROP: Final = ("DROP TABLE task_search", "DROP TABLE search_row", "DROP TABLE search_pending")

# The same words as `words.py` finds: small letters, no accents on Latin letters, runs of letters and digits.
_WORDS: Final = """
DO $do$
DECLARE
  icu text := CASE WHEN EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu')
                   THEN ' COLLATE "und-x-icu"' ELSE '' END;
  -- Without ICU the classes of a regular expression may know ASCII alone, so that its punctuation is named.
  between text := CASE WHEN icu <> '' THEN '[^[:alnum:]]+' ELSE '[\\u0001-\\u002f:-@\\[-`{-\\u00bf\\u2000-\\u206f\\u3000-\\u303f]+' END;
BEGIN
  EXECUTE format($make$
    CREATE FUNCTION tasklore_words(value text, weight "char") RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $body$
      SELECT setweight(to_tsvector('pg_catalog.simple', regexp_replace(
        normalize(regexp_replace(normalize(tasklore_folded(value), NFD), '([a-z])[\\u0300-\\u036f]+', '\\1', 'g'), NFC)%%s,
        %%L, ' ', 'g')), weight)
    $body$ $make$, icu, between);
END $do$
"""

_POSTGRES: Final = (
    _WORDS,
    """
    CREATE FUNCTION tasklore_scope(owner_id text, project_id text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
      SELECT array_to_tsvector(ARRAY[
        'o' || encode(convert_to(owner_id, 'UTF8'), 'hex'), 'p' || replace(project_id, '-', '')])
    $$
    """,
    "CREATE TABLE search_document (key text PRIMARY KEY, task_id text NOT NULL, words tsvector NOT NULL)",
    "CREATE INDEX ix_search_document_words ON search_document USING gin (words)",
    """
    CREATE FUNCTION tasklore_index_task() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        DELETE FROM search_document WHERE key = old.id;
        RETURN NULL;
      END IF;
      INSERT INTO search_document (key, task_id, words)
      VALUES (new.id, new.id, tasklore_scope(new.owner_id, new.project_id)
        -- The bar, which no text holds, keeps a phrase from reaching out of the title into the notes.
        || tasklore_words(new.title, 'A') || $bar$'|':1$bar$::tsvector || tasklore_words(new.notes, 'B'))
      ON CONFLICT (key) DO UPDATE SET words = excluded.words;
      IF TG_OP = 'UPDATE' AND (old.owner_id, old.project_id) IS DISTINCT FROM (new.owner_id, new.project_id) THEN
        UPDATE search_document d SET words = tasklore_scope(new.owner_id, new.project_id) || tasklore_words(c.text, 'C')
        FROM comment c WHERE c.task_id = new.id AND d.key = c.id;
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION tasklore_index_comment() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        DELETE FROM search_document WHERE key = old.id;
      ELSIF new.deleted_at IS NOT NULL THEN
        DELETE FROM search_document WHERE key = new.id;
      ELSE
        INSERT INTO search_document (key, task_id, words)
        SELECT new.id, t.id, tasklore_scope(t.owner_id, t.project_id) || tasklore_words(new.text, 'C')
        FROM task t WHERE t.id = new.task_id
        ON CONFLICT (key) DO UPDATE SET words = excluded.words;
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER search_task_added AFTER INSERT OR DELETE ON task
    FOR EACH ROW EXECUTE FUNCTION tasklore_index_task()
    """,
    """
    CREATE TRIGGER search_task_changed AFTER UPDATE OF title, notes, owner_id, project_id ON task
    FOR EACH ROW WHEN ((old.title, old.notes, old.owner_id, old.project_id)
      IS DISTINCT FROM (new.title, new.notes, new.owner_id, new.project_id))
    EXECUTE FUNCTION tasklore_index_task()
    """,
    """
    CREATE TRIGGER search_comment_changed AFTER INSERT OR DELETE OR UPDATE OF text, deleted_at ON comment
    FOR EACH ROW EXECUTE FUNCTION tasklore_index_comment()
    """,
)
_POSTGRES_DROP: Final = (
    "DROP TABLE search_document",
    "DROP FUNCTION tasklore_index_task() CASCADE",
    "DROP FUNCTION tasklore_index_comment() CASCADE",
    "DROP FUNCTION tasklore_scope(text, text)",
    'DROP FUNCTION tasklore_words(text, "char")',
)


def _listen(moment: str, dialect: str, statements: tuple[str, ...]) -> None:
    for statement in statements:
        ddl = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
        event.listen(metadata, moment, ddl)


_listen("after_create", "sqlite", _SQLITE)
_listen("after_create", "postgresql", _POSTGRES)
_listen("before_drop", "sqlite", _SQLITE_DROP)
_listen("before_drop", "postgresql", _POSTGRES_DROP)
