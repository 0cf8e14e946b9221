"""Makes the stored workspace of schema 1: ``python -m tests.data.schema_0001.make``.

Only until the first release; a stored file of a released schema is never made again. It is small,
encrypted, and looks like the real thing: dated fields, an import taken back in part, users.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.areas.organisations.records import UNION
from app.store.backup import backup
from app.store.keys import recovery_key
from app.store.meta import METADATA
from app.store.notes import confirm_rule, explain_finding, set_setting
from app.store.types import dumps
from app.store.users import add_user, disable_user
from app.store.workspace import Surroundings, Workspace
from tests.store.acts import add_union, import_units, rename_union
from tests.workspaces import CHEAP, bare_wiring

HERE = Path(__file__).parent
FOLDER = HERE / "workspace"
USER, PASSWORD = "张三", "王庆坨 2026"
TABLES = (
    "choice", "confirmation", "contact", "coverage", "employer", "employer_site",
    "employer_spell", "explanation", "federation_member", "matching", "pack", "place",
    "place_spell", "place_succession", "reading", "received", "setting", "union_spell", "unions",
    "user", "entry",
)  # fmt: skip
"""The tables that schema 1 had; later ones are empty in its files."""


def signature(workspace: Workspace) -> dict[str, Any]:
    """What the records of schema 1 say: rows and a digest of each of its tables, in its columns."""
    columns = json.loads((HERE / "columns.json").read_text("utf-8"))

    def read(conn: Any) -> dict[str, Any]:
        found = {}
        for name in TABLES:
            table = METADATA.tables[name]
            picked = [table.c[c] for c in columns[name]]
            rows = sorted(dumps([str(v) for v in row]) for row in conn.execute(select(*picked)))
            if name == "entry":
                rows = [r for r in rows if "store.upgrade" not in r]
            if name == "setting":
                rows = [r for r in rows if "undo_floor" not in r]
            found[name] = [len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()]
        return found

    return workspace.read(read)


def stored_signature() -> dict[str, Any]:
    """The same as it was when the file was made."""
    found: dict[str, Any] = json.loads((HERE / "signature.json").read_text("utf-8"))
    return found


def stored_key() -> bytes:
    """The key of the stored files."""
    return recovery_key((HERE / "recovery.txt").read_text("utf-8"))


def main() -> None:
    """Make the folder ``workspace``, ``backup.udb`` and the signature anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    (HERE / "backup.udb").unlink(missing_ok=True)
    now = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    workspace = Workspace.create(
        FOLDER,
        user=USER,
        password=PASSWORD,
        cost=CHEAP,
        wiring=bare_wiring(),
        surroundings=Surroundings(now=lambda: now, today=lambda: now.date()),
    )
    workspace.do(set_setting, key="office_kind", value="township")
    old = workspace.do(add_union, name="王庆坨镇总工会").result
    young = workspace.do(add_union, name="自行车厂工会", since=date(2024, 5, 1)).result
    workspace.do(rename_union, young, name="新自行车厂工会", since=date(2026, 1, 1))
    batch = workspace.do(import_units, count=12)
    unions = workspace.read(lambda c: list(c.execute(select(UNION.c.id)).scalars()))
    touched = next(u for u in unions if u not in (old, young))
    workspace.do(rename_union, touched, name="改过名的工会", since=date(2026, 3, 1))
    workspace.undo(batch.entry)
    workspace.do(import_units, count=4, name="第二批")
    workspace.do(
        explain_finding,
        rule="LAW-01", kind="union", object_id=old, values={"workers": 30}, text="筹备中",
    )  # fmt: skip
    workspace.do(confirm_rule, rule="LAW-01", basis="工会法 第十一条")
    add_user(workspace, "李四", "第二位", CHEAP)
    disable_user(workspace, "李四")
    columns = {name: [c.name for c in METADATA.tables[name].c] for name in TABLES}
    (HERE / "columns.json").write_text(json.dumps(columns, indent=1) + "\n", "utf-8")
    text = json.dumps(signature(workspace), indent=1) + "\n"
    (HERE / "signature.json").write_text(text, "utf-8")
    from app.store.keys import recovery_text

    (HERE / "recovery.txt").write_text(recovery_text(workspace.key) + "\n", "utf-8")
    backup(workspace, HERE / "backup.udb")
    workspace.close()
    for name in ("in-use.lock", "staging.db"):
        (FOLDER / name).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
