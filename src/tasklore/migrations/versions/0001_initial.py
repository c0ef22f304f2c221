"""The first schema, as statements of each engine.

Revision: 0001
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    script = Path(__file__).with_name(f"0001_initial.{connection.dialect.name}.sql")
    for statement in script.read_text(encoding="utf-8").split("\n-- then\n"):
        connection.exec_driver_sql(statement.strip())


def downgrade() -> None:
    raise NotImplementedError(
        "There is nothing before the first schema. Restore a backup, or start with an empty database."
    )
