"""工会干部花名册: one row, one person with a post or several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.areas.members.lists.people import rows_of
from app.areas.members.lists.snapshot import Register
from app.areas.members.sheet.matching import is_called
from app.areas.members.sheet.units import Units
from app.base.codes import code_list
from app.base.days import chinese
from app.base.findings import Severity
from app.base.lists import View
from app.base.text import squeeze
from app.sheets.area_sheet import ComparedSheet
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.comparing import FileComparer, Options, Plan, day
from app.sheets.declared import sheet_kind

from ..acts.imports import PostRow, import_cadres
from ..lists.known import Row, Standing
from ..lists.posts import POSTS
from .roles import read_posts

KIND = sheet_kind("cadres")
MUST, EXPLAIN = Severity.MUST, Severity.EXPLAIN
_PERSON = ("sex", "ethnicity", "phone")
_DATED = ("education", "political")
_OF_POST = ("service", "duties", "doc_no", "front_line", "sender_name", "seconded_until",
            "contract_until", "note")  # fmt: skip
_IN_BODY = {
    "chair": "committee", "vice_chair": "committee", "standing_member": "committee",
    "member": "committee", "audit_director": "audit", "audit_vice_director": "audit",
    "women_director": "women", "women_vice_director": "women",
}  # fmt: skip
"""Posts that are always in a body, made where the union has none."""
_WHERE_THERE_IS_ONE = {"audit_member": "audit", "women_member": "women"}


class Comparer(FileComparer):
    """Judges the rows of one file in their order."""

    def __init__(
        self, conn: Any, rows: Sequence[CheckedRow], options: Options, plan: Plan, today: date
    ) -> None:
        super().__init__(conn, rows, options, plan, today)
        self._register = Register(conn, today)
        self._units = Units(self._register, options)
        self._there = Standing(conn, today)
        numbers = {row.values["number"] for row in rows if row.values.get("number")}
        held = self._register.by_number(numbers)
        self._holders = {n: [p for who in kinds.values() for p in who]
                         for n, kinds in held.items()}  # fmt: skip
        self._people = self._register.people({p for ids in self._holders.values() for p in ids})
        self._made: set[tuple[Any, ...]] = set()

    def word(self, field: str, value: Any) -> str:
        """A value as the clerk knows it."""
        if field == "service":
            return code_list("post_service").name_of(value)
        return super().word(field, value)

    def judge(self) -> Iterator[PostRow]:
        """Judge every row; what goes in comes out."""
        for found in super().judge():
            yield from found

    def one(self, part: int, row: CheckedRow) -> list[PostRow]:
        decision = self.decision(row)
        union = self._units.union(row)
        told = read_posts(str(row.values["role"]))
        self._unread(row, told.roles, told.unknown)
        since = day(row.values.get("since"))
        if since is not None and since > self._today:
            row.add("IMP-DATE", MUST, f"任职日期 {since} 还没有到，请核对", field="since")
        if union is None or any(p.severity is MUST for p in row.problems):
            return []
        who, key = self._who(row, union, decision)
        if who is None:
            return []
        values = self._values(row, told.service)
        found = []
        for role in told.roles:
            one = self._post(part, row, union, role, who, key, since, values)
            if row.outcome not in (Outcome.PENDING, Outcome.NEW):
                return []
            if one is not None:
                found.append(one)
        return found

    def _unread(self, row: CheckedRow, roles: Sequence[str], unknown: Sequence[str]) -> None:
        if not unknown:
            return
        said = "、".join(unknown)
        row.originals.setdefault("role", str(row.values["role"]))
        if roles:
            row.add("IMP-CODE", EXPLAIN, f"没有看懂职务「{said}」，只收其他职务", field="role")
        else:
            names = tuple(entry.name for entry in code_list("post_role"))
            row.add("IMP-CODE", MUST, f"没有看懂职务「{said}」，请改成选项里的一种", field="role",
                    candidates=names)  # fmt: skip

    # -- who -----------------------------------------------------------------------------------

    def _who(
        self, row: CheckedRow, union: str, decision: Mapping[str, Any]
    ) -> tuple[Any, tuple[Any, ...]]:
        """The person of the register, or what a new one brings with a key that is hers."""
        values = row.values
        name, number = str(values["name"]), str(values.get("number") or "")
        if decision.get("record"):
            return decision["record"], ()
        known = [self._people[p] for p in self._holders.get(number, ()) if p in self._people]
        same = [one for one in known if is_called(one, name)]
        if known and not same:
            other = known[0].plain["name"]
            said = f"这个证件号码已登记在「{other}」名下，姓名不同，请核对"
            row.add("MEM-03", MUST, said, field="number", candidates=("同一人更名", "两人重号"))
            return None, ()
        if same:
            return same[0].id, ()
        found = self._there.named.get((union, name), set()) if not number else set()
        if len(found) == 1:
            return next(iter(found)), ()
        if len(found) > 1 and not decision.get("new"):
            said = f"这个工会有{len(found)}个人叫「{name}」，请选是哪一位，或填证件号码"
            row.add("IMP-DUPLICATE", EXPLAIN, said, field="name", candidates=sorted(found))
            row.outcome = Outcome.DUPLICATE
            return None, ()
        return self._new(values), (number or union, squeeze(name), values.get("birth_on"))

    def _new(self, values: Mapping[str, Any]) -> dict[str, Any]:
        plain = {key: values[key] for key in _PERSON if values.get(key) is not None}
        plain |= {"name": values["name"]}
        if values.get("birth_on"):
            plain["birth_on"] = day(values["birth_on"])
        documents = []
        if values.get("number"):
            documents = [(values.get("document_type") or "resident_id", values["number"])]
        dated = {key: values[key] for key in _DATED if values.get(key) is not None}
        return {"plain": plain, "dated": dated, "documents": documents}

    # -- the post ------------------------------------------------------------------------------

    def _values(self, row: CheckedRow, service: str | None) -> dict[str, Any]:
        told = row.values
        values = {key: told.get(key) for key in ("duties", "doc_no", "front_line")}
        values["service"] = told.get("service") or service
        values["sender_name"] = told.get("sender")
        values |= {key: day(told.get(key)) for key in ("seconded_until", "contract_until")}
        values["note"] = self.note(row, ("role",))
        return {key: value for key, value in values.items() if value not in (None, "")}

    def _post(
        self,
        part: int,
        row: CheckedRow,
        union: str,
        role: str,
        who: Any,
        key: tuple[Any, ...],
        since: date | None,
        values: Mapping[str, Any],
    ) -> PostRow | None:
        held = self._there.posts.get((union, role), [])
        mine = [p for p in held if p["person_id"] == who] if isinstance(who, str) else []
        if mine:
            changes = self.compare(row, mine[0], {**values, "since": since})
            return PostRow(part, mine[0]["id"], values=changes) if changes else None
        mark = (union, role, who if isinstance(who, str) else key)
        if mark in self._made:
            return None
        if role == "chair" and not self._may_lead(row, union, held, mark):
            return None
        self._made.add(mark)
        self._did.add("new")
        body, body_id = self._body(row, union, role)
        term = self._term(union, body, body_id)
        more = dict(values)
        if since is not None and term is not None and term["since"] and since < term["since"]:
            told = f"任职自{chinese(since)}"
            more["note"] = "；".join(w for w in (more.get("note"), told) if w)
            row.add("IMP-DATE", EXPLAIN, f"早于本届开始日，按{chinese(term['since'])}起登记，"
                    "原日期记入备注", field="since")  # fmt: skip
            since = term["since"]
        return PostRow(part, None, union, who, role, since, body, body_id, more, key)

    def _may_lead(
        self, row: CheckedRow, union: str, held: Sequence[Row], mark: tuple[Any, ...]
    ) -> bool:
        other = next((p for p in held if p["body_id"] and not p["acting"]), None)
        if other is not None:
            said = (
                f"这个工会登记的主席是「{other['person']}」；换了人的，"
                "请先在「干部与换届」办他离任，再导入这一行"
            )
            row.add("IMP-CHAIR", MUST, said, field="role")
            row.outcome = Outcome.REJECTED
            return False
        if any(one[:2] == mark[:2] for one in self._made):
            row.add("IMP-TWICE", MUST, "同一个工会在表里有两名主席，请核对", field="role")
            row.outcome = Outcome.REJECTED
            return False
        name = self._there.unions[union]["chair"]
        if name and name != row.values["name"]:
            said = f"组织台账上的主席「{name}」随之改为「{row.values['name']}」"
            row.add("IMP-DIFFERS", EXPLAIN, said, field="name")
        return True

    def _body(self, row: CheckedRow, union: str, role: str) -> tuple[str, str | None]:
        """Kind of the body to be made, or a known one."""
        named = squeeze(str(row.values.get("body") or ""))
        for kind in code_list("post_role")[role].flags.get("bodies", ()):
            for body in self._there.bodies.get((union, kind), ()):
                if named and squeeze(body["name"] or "") == named:
                    return "", body["id"]
        kind = _IN_BODY.get(role, "")
        there = self._there.bodies.get((union, kind or _WHERE_THERE_IS_ONE.get(role, "")), ())
        return ("", there[0]["id"]) if there else (kind, None)

    def _term(self, union: str, body: str, body_id: str | None) -> Row | None:
        """The running term of the body, or the one that a new committee will get."""
        if body_id is not None:
            return self._there.terms.get(body_id)
        if body != "committee":
            return None
        line = self._there.unions[union]
        return {"since": line["term_from"] if line["term_until"] else None}


class CadreSheet(ComparedSheet):
    """The roster of cadres; its unit is the union of rows that name none."""

    act = import_cadres
    comparer = Comparer

    def export(self, conn: Any, view: View) -> Iterator[Mapping[str, Any]]:
        """The present posts that the list shows, as the workbook's fields, one a row."""
        rows = list(POSTS.rows(conn, POSTS.ids(conn, view), view))
        ids = list(dict.fromkeys(row["person_id"] for row in rows))
        people = {row["id"]: row for row in rows_of(conn, ids, view.day)}
        for row in rows:
            who = people[row["person_id"]]
            named = row["body_kind"] in ("branch", "group", "other")
            yield {
                **{key: who.get(key) or "" for key in
                   ("sex", "ethnicity", "education", "political", "phone", "document_type",
                    "number")},
                **{key: _told(row[key]) for key in ("since", "seconded_until", "contract_until")},
                "birth_on": _told(who["birth_on"]),
                "name": row["person"],
                "union": row["union"],
                "role": code_list("post_role").name_of(_role(row)),
                "body": row["body"] if named else "",
                "service": row["service"],
                "duties": row["duties"] or "",
                "doc_no": row["doc_no"] or "",
                "front_line": row["front_line"],
                "sender": row["sender"] or "",
                "note": row["note"] or "",
            }  # fmt: skip


def _told(value: Any) -> str:
    return value.isoformat() if value is not None else ""


def _role(row: Mapping[str, Any]) -> str:
    found = code_list("post_role").match(str(row["role"]).removesuffix("（主持工作）"))
    return found.code if found is not None else ""


CADRE_SHEET = CadreSheet(KIND, named={"union": "unions"})
