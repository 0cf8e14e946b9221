"""A test's step: a new table with rows."""

from alembic import op

revision = "0003"
down_revision = "0002"

CHANGES_ROWS = ()
CHANGES_LOGGED = ()


def upgrade() -> None:
    """Make ``note_line`` with one row per union."""
    op.execute(
        "CREATE TABLE note_line (id BLOB NOT NULL PRIMARY KEY REFERENCES unions (id), text TEXT"
        " NOT NULL) STRICT"
    )
    op.execute("INSERT INTO note_line SELECT id, 'x' FROM unions")
    op.execute("CREATE INDEX ix_note_line_text ON note_line (text, id)")
