"""The first schema, from its full written DDL."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CHANGES_ROWS: tuple[str, ...] = ()
"""Tables in which this step may add or remove rows; all others must keep their number."""
CHANGES_LOGGED: tuple[str, ...] = ()
"""Logged tables whose columns this step changes: closes undo for older entries."""


def upgrade() -> None:
    """Make every table of schema 1 in an empty file."""
    written = Path(__file__).with_name("0001.sql").read_text("utf-8")
    for statement in written.split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
