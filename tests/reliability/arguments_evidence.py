"""Arguments for the acts on evidence: real stored files on unions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.areas.organisations.records import UNION
from app.base.codes import code_list
from app.store import evidence

if TYPE_CHECKING:
    from tests.reliability.arguments import Chooser


def _kind(chooser: Chooser) -> str:
    return str(chooser.chance.choice(code_list("proof_kind").entries).code)


def _files(chooser: Chooser) -> list[evidence.Stored]:
    """One or two files; the same content comes again and again."""
    contents = [bytes([chooser.chance.randrange(40)]) * 200 for _ in range(2)]
    return [
        evidence.keep(
            chooser.workspace, content, kind=_kind(chooser), title="现场照片.jpg",
            media_type="image/jpeg", made_on=chooser.day(),
        )
        for content in contents[: chooser.chance.choice([1, 2])]
    ]  # fmt: skip


def _of_one_record(chooser: Chooser) -> tuple[str, list[str]]:
    """A union that has evidence, and the ids of it in another order."""
    every = chooser.workspace.read(lambda c: evidence.kinds_of(c, "unions"))
    if not every:
        return str(chooser.some_id(UNION)), []
    owner = chooser.chance.choice(sorted(every))
    found = chooser.workspace.read(lambda c: evidence.of(c, "unions", [owner])[owner])
    ids = [piece.id for piece in found]
    chooser.chance.shuffle(ids)
    return owner, ids


def arguments(chooser: Chooser, verb: str) -> tuple[list[Any], dict[str, Any]]:
    """Positional and keyword arguments of an act on evidence."""
    if verb == "attach":
        return ["unions", chooser.some_id(UNION)], {"files": _files(chooser)}
    if verb == "arrange":
        owner, ids = _of_one_record(chooser)
        return ["unions", owner], {"evidence_ids": ids}
    if verb == "describe":
        texts = {"caption": chooser.chance.choice(["开会", "", "颁奖"]), "title": "记录.pdf"}
        more = {"kind": _kind(chooser), "made_on": chooser.day(), **texts}
        names = chooser.chance.sample(sorted(more), k=2)
        return [chooser.some_id(evidence.EVIDENCE)], {name: more[name] for name in names}
    ids = [str(chooser.some_id(evidence.EVIDENCE))]
    return [ids], {"kind": _kind(chooser)} if verb == "classify" else {}
