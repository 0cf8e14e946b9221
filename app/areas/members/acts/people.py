"""Acts on persons: who they are, their documents and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.areas.organisations.acts.common import refuse_if_referred
from app.base.errors import UserError
from app.store import spells
from app.store.work import Work, act

from ..records import FORMER_NAME, IDENTITY, PERSON, PERSON_SPELL
from .common import DATED, PLAIN, named, owned, person, same_number


@act("members.add_person", "新增人员")
def add_person(
    work: Work,
    /,
    *,
    plain: Mapping[str, Any],
    dated: Mapping[str, Any] | None = None,
    documents: Sequence[tuple[str, str]] = (),
    despite: bool = False,
) -> str:
    """A person with her documents (type, number); no membership yet.

    Args:
        despite: a person looked and says that two people have the same number (两人重号).

    Raises:
        UserError: REQUIRED; DOCUMENT_KNOWN: the number is in the register already.
    """
    values = {**plain, "name": named(str(plain.get("name") or ""))}
    row = work.insert(PERSON, **_with_year(values))
    fields = {key: (dated or {}).get(key) for key in DATED}
    spells.start(work, PERSON_SPELL, row, since=None, values={**fields, "doc_no": None})
    for kind, number in documents:
        add_document(work, row, type=kind, number=number, despite=despite)
    return row


@act("members.edit_person", "编辑人员信息")
def edit_person(work: Work, /, person_id: str, **values: Any) -> None:
    """Plain fields; a changed name here is a typing error (更正), see ``rename_person``."""
    person(work, person_id)
    if "name" in values:
        values["name"] = named(values["name"])
    unknown = set(values) - set(PLAIN)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")
    work.update(PERSON, person_id, **_with_year(values))


@act("members.change_person", "变更人员类别")
def change_person(
    work: Work, /, person_id: str, *, since: date, doc_no: str | None = None, **values: Any
) -> None:
    """From a day on: education, political status, employment, 农民工, skill, household type."""
    person(work, person_id)
    spells.change_from(
        work, PERSON_SPELL, person_id, since=since, values=_dated(values), doc_no=doc_no
    )


@act("members.correct_person", "更正人员类别")
def correct_person(work: Work, /, person_id: str, *, day: date, **values: Any) -> None:
    """What was always wrong about the dated fields."""
    person(work, person_id)
    spells.correct(work, PERSON_SPELL, person_id, day=day, values=_dated(values))


@act("members.save_person", "编辑会员信息")
def save_person(work: Work, /, person_id: str, **edited: Any) -> str:
    """Plain and dated fields at once, as one form writes them; arguments as ``spells.save``."""
    return spells.save(work, person_id, change_person, correct_person, edit_person, **edited)


@act("members.rename_person", "登记更名")
def rename_person(work: Work, /, person_id: str, *, name: str, on: date | None = None) -> None:
    """The same person has another name now (同一人更名); the old one still finds and matches."""
    old, name = person(work, person_id)["name"], named(name)
    if old == name:
        return
    work.insert(FORMER_NAME, person_id=person_id, name=old, until=on)
    work.update(PERSON, person_id, name=name)


@act("members.add_former_name", "登记曾用名")
def add_former_name(work: Work, /, person_id: str, *, name: str, until: date | None = None) -> str:
    """A name the person had before."""
    person(work, person_id)
    return work.insert(FORMER_NAME, person_id=person_id, name=named(name), until=until)


@act("members.delete_former_name", "删除曾用名")
def delete_former_name(work: Work, /, former_id: str) -> None:
    """A former name entered by mistake."""
    work.delete(FORMER_NAME, former_id)


@act("members.add_document", "登记证件")
def add_document(
    work: Work,
    /,
    person_id: str,
    *,
    type: str,
    number: str,
    replaces: str | None = None,
    on: date | None = None,
    note: str | None = None,
    despite: bool = False,
) -> str:
    """A document of a person.

    Args:
        replaces: id of the document that this one takes the place of (同一人换证).
        on: the day of the replacement; default today.
        despite: another person has this number and a person said that both are right (两人重号).

    Raises:
        UserError: DOCUMENT_KNOWN.
    """
    person(work, person_id)
    others = [p for p in same_number(work, type, number) if p != person_id]
    if others and not despite:
        name = work.row(PERSON, others[0])["name"]
        raise UserError(
            "DOCUMENT_KNOWN",
            f"这个证件号码已经登记在「{name}」名下。",
            "是同一个人，请打开那条记录办理；确实是两人重号，请选「两人重号」后再保存。",
        )
    present = IDENTITY.c.until.is_(None), IDENTITY.c.number == number, IDENTITY.c.type == type
    query = select(IDENTITY.c.id).where(IDENTITY.c.person_id == person_id, *present)
    if [row for row in work.rows(query) if row["id"] != replaces]:
        raise UserError("DOCUMENT_KNOWN", "这个人已经登记了这个证件。", "不用再登记。")
    if replaces is not None:
        work.update(IDENTITY, replaces, until=on or work.today)
    return work.insert(
        IDENTITY, person_id=person_id, type=type, number=number, until=None, note=note
    )


@act("members.edit_document", "更正证件")
def edit_document(work: Work, /, document_id: str, **values: Any) -> None:
    """A document that was typed wrongly."""
    row = work.row(IDENTITY, document_id)
    kind, number = values.get("type", row["type"]), values.get("number", row["number"])
    same = (kind, number) == (row["type"], row["number"])  # two people may have it (两人重号)
    if not same and [p for p in same_number(work, kind, number) if p != row["person_id"]]:
        raise UserError("DOCUMENT_KNOWN", "改成的证件号码已经登记在另一个人名下。", "请核对号码。")
    work.update(IDENTITY, document_id, **values)


@act("members.delete_document", "删除误录证件")
def delete_document(work: Work, /, document_id: str) -> None:
    """A document entered by mistake."""
    work.delete(IDENTITY, document_id)


@act("members.delete_person", "删除误录人员")
def delete_person(work: Work, /, person_id: str) -> None:
    """A person that nothing but her own particulars refers to.

    Raises:
        UserError: REFERRED, e.g. while there is a membership.
    """
    own = (PERSON_SPELL, IDENTITY, FORMER_NAME)
    rows = {table: [row["id"] for row in owned(work, table, person_id)] for table in own}
    refuse_if_referred(work, PERSON, person_id, {i for ids in rows.values() for i in ids})
    for table, ids in rows.items():
        for row in ids:
            work.delete(table, row)
    work.delete(PERSON, person_id)


def _with_year(values: Mapping[str, Any]) -> dict[str, Any]:
    """The year of birth follows the birth date."""
    if values.get("birth_on") is None:
        return dict(values)
    return {**values, "birth_year": values["birth_on"].year}


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(DATED)
    if unknown:
        raise UserError("FIELD", f"没有这些栏目：{'、'.join(sorted(unknown))}。")
    return dict(values)
