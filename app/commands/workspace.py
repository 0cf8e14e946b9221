"""``new``, ``demo``, ``info``: what makes a workspace and what is in it."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import __version__
from app.areas import AREAS
from app.base.area import gather
from app.base.command import Outcome
from app.base.errors import KnownError, UserError
from app.base.files import another_name, write_for_person
from app.base.stamp import commit, version
from app.start import wiring
from app.store.backup import BAD, ELSEWHERE, FOLDER, list_backups
from app.store.keys import recovery_text
from app.store.notes import setting
from app.store.surroundings import Surroundings, repeatable
from app.store.version import SCHEMA
from app.store.workspace import Workspace

if TYPE_CHECKING:
    from app.base.command import Call


FIRST_USER = "经办人"
"""Name of the first user where none is given."""
MADE = "backup_made"
"""What the workspace remembers of the last backup that was asked for by name."""


def new(call: Call) -> Outcome:
    """A new workspace for an office, with its recovery key beside it."""
    options, folder = call.options, Path(call.options.to)
    office = gather(AREAS, "office")[0]
    opening = options.opening or date(call.today.year, 1, 1)
    plan = office.plan(
        division=options.division,
        kind=options.kind,
        opening=opening,
        name=options.name,
        villages=options.villages,
    )
    key_file = recovery_file(folder, options.recovery_key)
    with created(call, folder) as workspace:
        try:
            made = workspace.do(office.OPEN, progress=call.progress, **plan).result
            write_recovery_key(key_file, workspace.key, plan["name"], call.today)
        except BaseException:
            workspace.close()
            shutil.rmtree(folder, ignore_errors=True)
            raise
    result = {
        "workspace": folder.absolute(),
        "root": made["root"],
        "root_name": plan["name"],
        "unions": made["unions"],
        "places": made["places"],
        "recovery_key_file": key_file.absolute(),
    }
    lines = [
        f"工作库已建立：{folder}",
        f"本级工会：{plan['name']}；地点 {made['places']} 个",
        f"恢复密钥在：{key_file}",
        "请把它打印出来，另外保管，然后删除这个文件：有了它，不用口令也能打开工作库。",
    ]
    if options.json:
        call.note(lines[-1])
    return Outcome(result, lines)


def demo(call: Call) -> Outcome:
    """A workspace full of invented data, each area bringing its part."""
    options, folder = call.options, Path(call.options.to)
    result: dict[str, Any] = {"workspace": folder.absolute()}
    with created(call, folder, repeatable(options.seed, call.today)) as workspace:
        try:
            for fill in gather(AREAS, "demo"):
                made = fill(
                    workspace,
                    size=options.size,
                    seed=options.seed,
                    today=call.today,
                    progress=call.progress,
                )
                result |= {key: made[key] for key in ("root", "unions", "members") if key in made}
        except BaseException:
            workspace.close()
            shutil.rmtree(folder, ignore_errors=True)
            raise
    lines = [
        f"示例工作库已建立：{folder}",
        f"工会 {result['unions']:,} 个，会员 {result['members']:,} 人；单位和人名都是虚构的。",
    ]
    return Outcome(result, lines)


def created(call: Call, folder: Path, surroundings: Surroundings | None = None) -> Workspace:
    """A new empty workspace with its first user."""
    return Workspace.create(
        folder,
        user=call.options.user or FIRST_USER,
        password=call.password(),
        wiring=wiring(),
        surroundings=surroundings or call.surroundings(),
    )


def recovery_file(folder: Path, asked: str | None) -> Path:
    """Where the recovery key goes: beside the folder, never in it, never over another key.

    Raises:
        UserError: RECOVERY_INSIDE.
        KnownError: FILE_EXISTS, NO_FOLDER.
    """
    if asked is None:
        whole = folder.absolute()
        path = whole.with_name(f"{whole.name}-恢复密钥.txt")
        return another_name(path) if path.exists() else path
    path = Path(asked)
    check_outside(folder, path)
    if path.exists():
        raise KnownError(
            "FILE_EXISTS",
            f"「{path}」已经存在，没有覆盖：它可能是另一个工作库的恢复密钥。",
            "请换一个文件名。",
        )
    if not path.absolute().parent.is_dir():
        raise KnownError(
            "NO_FOLDER", f"文件夹「{path.parent}」不存在。", "请先建好文件夹，或换一个位置。"
        )
    return path


def check_outside(folder: Path, path: Path) -> None:
    """A recovery key in the workspace would be lost with it, and would open every copy of it.

    Raises:
        UserError: RECOVERY_INSIDE.
    """
    if path.resolve().is_relative_to(folder.resolve()):
        raise UserError(
            "RECOVERY_INSIDE",
            "恢复密钥不能放在工作库里面：工作库丢了它也就丢了，拿到工作库的人也就拿到了钥匙。",
            "请写到别的文件夹或U盘上。",
        )


def write_recovery_key(path: Path, key: bytes, office: str, on: date) -> None:
    """The key in groups, with a word what to do with it; readable by its owner alone."""
    groups = recovery_text(key).split("-")
    rows = ["    " + "-".join(groups[i : i + 7]) for i in range(0, len(groups), 7)]
    text = "\n".join(
        (
            "基层工会工作台　恢复密钥",
            "",
            f"单位：{office}",
            f"日期：{on.isoformat()}",
            "",
            *rows,
            "",
            "忘记口令时，凭这组字母和数字可以打开工作库；任何拿到它的人也都可以。",
            "请打印出来，放进保险柜或密封袋，由专人保管，然后把这个文件删除。",
            "",
        )
    )
    write_for_person(path, text.encode("utf-8-sig"))
    path.chmod(0o600)


def info(call: Call) -> Outcome:
    """What is in the workspace."""
    with call.workspace() as workspace:
        root, name = workspace.read(
            lambda conn: (setting(conn, "root", ""), setting(conn, "office_name", ""))
        )
        counts = current_counts(workspace, call.today)
        last = last_backup(workspace)
    result = {
        "schema": SCHEMA,
        "program": __version__,
        "commit": commit(),
        "root": root,
        "root_name": name,
        "counts": counts,
        "last_backup": last,
    }
    lines = [f"{name or '（还没有设立本单位）'}", f"程序 {version()}，数据结构第 {SCHEMA} 版"]
    lines += [f"{key}: {value:,}" for key, value in counts.items()]
    when = f"{last.astimezone():%Y-%m-%d %H:%M}" if last else "还没有"
    lines.append(f"最近一次备份：{when}")
    return Outcome(result, lines)


def current_counts(workspace: Workspace, today: date) -> dict[str, int]:
    """Records that stand today, by kind, of all areas."""

    def read(conn: Any) -> dict[str, int]:
        counts: dict[str, int] = {}
        for count in gather(AREAS, "counts"):
            counts |= count(conn, today)
        return counts

    return workspace.read(read)


def last_backup(workspace: Workspace) -> datetime | None:
    """When the newest backup was made, in the workspace's own folder or elsewhere."""
    moments = [
        each.manifest.when
        for each in list_backups(workspace.folder / FOLDER, check=False)
        if each.manifest is not None and each.state != BAD
    ]
    noted = (workspace.state(key, user="") for key in (MADE, ELSEWHERE))
    moments += [datetime.fromisoformat(moment) for moment in noted if moment]
    return max(moments, default=None)
