"""A test's step: a table that others point at is rebuilt from its full DDL."""

from alembic import op

revision = "0002"
down_revision = "0001"

CHANGES_ROWS = ()
CHANGES_LOGGED = ("unions",)


def upgrade() -> None:
    """Add a column to ``unions`` by rebuilding it."""
    conn = op.get_bind()
    written = conn.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'unions'").scalar()
    indexes = conn.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'unions'"
        " AND sql IS NOT NULL"
    ).scalars().all()  # fmt: skip
    columns = [row[1] for row in conn.exec_driver_sql("PRAGMA table_info(unions)")]
    fresh = written.replace("CREATE TABLE unions", "CREATE TABLE unions_new", 1).replace(
        "rev INTEGER NOT NULL", "rev INTEGER NOT NULL, memo TEXT", 1
    )
    conn.exec_driver_sql(fresh)
    names = ", ".join(f'"{c}"' for c in columns)
    conn.exec_driver_sql(
        f"INSERT INTO unions_new ({names}, memo) SELECT {names}, '旧数据' FROM unions"
    )
    conn.exec_driver_sql("DROP TABLE unions")
    conn.exec_driver_sql("ALTER TABLE unions_new RENAME TO unions")
    for index in indexes:
        conn.exec_driver_sql(index)
