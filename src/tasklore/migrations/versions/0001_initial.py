"""The first schema.

Revision: 0001
"""

from alembic import op

from tasklore.migrations.tables import whole

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_REQUIRE = """
CREATE FUNCTION tasklore_require(met boolean) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF NOT met THEN
    RAISE EXCEPTION 'a write touched another number of rows than it expects' USING ERRCODE = 'TL001';
  END IF;
  RETURN true;
END $$
"""

# Each reader's revision row is taken in order of the user's id, so that two change sets cannot deadlock.
_RECORD = """
CREATE FUNCTION tasklore_record(users text[], change_set text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  reader text;
  reached bigint;
BEGIN
  FOREACH reader IN ARRAY users LOOP
    INSERT INTO revision (user_id, value) VALUES (reader, 1)
      ON CONFLICT (user_id) DO UPDATE SET value = revision.value + 1 RETURNING value INTO reached;
    INSERT INTO feed (user_id, revision, change_set_id) VALUES (reader, reached, change_set);
  END LOOP;
  RETURN true;
END $$
"""


def upgrade() -> None:
    connection = op.get_bind()
    whole().create_all(connection)
    if connection.dialect.name == "postgresql":
        op.execute(_REQUIRE)
        op.execute(_RECORD)


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("DROP FUNCTION tasklore_record(text[], text)")
        op.execute("DROP FUNCTION tasklore_require(boolean)")
    whole().drop_all(connection)
