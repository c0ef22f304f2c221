"""The schema's history and the tables agree."""

import re
import sqlite3
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from tasklore.migrations import HEAD, KNOWN
from tasklore.migrations.tables import whole
from tasklore.migrations.upgrade import FOLDER

ROOT = Path(__file__).parents[2]


def test_the_revisions_that_a_start_compares_are_alembics() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == HEAD
    assert [script.revision for script in reversed(list(scripts.walk_revisions()))] == list(KNOWN)


def test_every_features_tables_are_in_the_metadata() -> None:
    declared = set()
    for path in (ROOT / "src" / "tasklore").rglob("*.py"):
        declared |= set(re.findall(r'Table\(\s*"(\w+)",\s*metadata', path.read_text()))
    assert declared == set(whole().tables)


def test_the_migrations_make_what_the_tables_declare(sqlite_template: Path) -> None:
    with sqlite3.connect(sqlite_template) as connection:
        for name, table in whole().tables.items():
            columns = {row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')}
            assert columns == {column.name for column in table.columns}, name
