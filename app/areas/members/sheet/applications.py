"""Applications to join, collected by any online form: its workbook fills the queue (入会申请)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.base.codes import code_list
from app.base.findings import Severity
from app.base.lists import View
from app.base.text import squeeze
from app.rules.book import Rule
from app.rules.office import rule_book
from app.sheets.area_sheet import AreaSheet
from app.sheets.checked import CheckedRow, Outcome
from app.sheets.comparing import Options, Plan, day
from app.sheets.declared import sheet_kind

from ..acts.collected import import_applications
from ..lists import APPLICATIONS
from ..lists.collected import applications_of
from ..lists.snapshot import Known, Register
from ..rules.facts import PersonFacts
from ..rules.people import mem_04
from .fields import word_of
from .matching import is_called
from .units import Units

KIND = sheet_kind("applications")
MUST, EXPLAIN = Severity.MUST, Severity.EXPLAIN
ONLINE = "线上收集"
"""The source of a row that names none."""
DETAILS = (
    "sex", "birth_on", "ethnicity", "education", "political", "migrant", "new_group",
    "employment_form", "native_place", "address",
)  # fmt: skip
"""What is kept for the register until it is decided."""
_HERE = ("waiting", "approved")


class Queue:
    """Judges the rows of one file in their order.

    Args:
        conn: a connection.
        rows: checked.
        options: how it is meant.
        today: the day.
        age: the rule MEM-04 of the day.
    """

    def __init__(
        self, conn: Any, rows: Sequence[CheckedRow], options: Options, today: date, age: Rule
    ) -> None:
        self._register, self._age = Register(conn, today), age
        self._units = Units(self._register, options)
        self._options, self._today, self._rows = options, today, rows
        numbers = {row.values["number"] for row in rows if row.values.get("number")}
        held = self._register.by_number(numbers)
        self._holders = {
            number: [one for people in kinds.values() for one in people]
            for number, kinds in held.items()
        }
        self._people = self._register.people({i for ids in self._holders.values() for i in ids})
        phones = {row.values["phone"] for row in rows if row.values.get("phone")}
        self._there = applications_of(conn, numbers, phones)

    def judge(self, plan: Plan) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Judge every row; those that go in come out with their number and values."""
        for part, row in enumerate(self._rows, 1):
            values = None
            if row.outcome not in (Outcome.REJECTED, Outcome.SKIPPED):
                row.outcome = Outcome.PENDING
                values = self._row(row)
            plan.add(row)
            if values is not None:
                yield part, values

    def _row(self, row: CheckedRow) -> Mapping[str, Any] | None:
        if self._options.decisions.get((row.sheet, row.row), {}).get("skip"):
            row.outcome, row.reason = Outcome.SKIPPED, "decided"
            return None
        applied = day(row.values.get("applied_on"))
        if applied is not None and applied > self._today:
            row.add("IMP-DATE", EXPLAIN, f"{applied} 还没有到，请核对", field="applied_on")
        if not (row.values.get("number") or row.values.get("phone")):
            said = "没有证件号码也没有手机号，分不清是谁"
            row.add("IMP-REQUIRED", MUST, said, field="number")
            return None
        self._look_at_age(row)
        if self._is_there(row) or self._is_known(row) or row.outcome is Outcome.REJECTED:
            return None
        row.outcome = Outcome.NEW
        return self._values(row)

    def _look_at_age(self, row: CheckedRow) -> None:
        """Whoever is under 16 does not go in; at the age of retirement it is said."""
        values = row.values
        facts = PersonFacts(
            id="",
            name=values["name"],
            on=self._today,
            sex=values.get("sex"),
            birth_on=day(values.get("birth_on")),
            status=self._age.params["statuses"][0],  # who applies works; forms do not ask
            form=values.get("employment_form"),
        )
        for found in mem_04(self._age, facts):
            if found.result == "fail" and found.field == "birth_on":
                row.add("MEM-04", MUST, found.message, field="birth_on")
            elif found.result == "fail":
                said = "已到法定退休年龄，请核对是否还在岗；已退休的不再办理入会"
                row.add("MEM-04", EXPLAIN, said, field="birth_on")

    def _is_there(self, row: CheckedRow) -> bool:
        """Whether this application is in the queue already, or was decided."""
        values = row.values
        number, applied = values.get("number"), day(values.get("applied_on"))
        key = ("number", number) if number else ("phone", values["phone"])
        for one in self._there.get(key, ()):
            same = squeeze(one["name"]) == squeeze(values["name"])
            if one["state"] in _HERE and same:
                row.outcome = Outcome.SAME
                return True
            if one["state"] == "waiting" and number:
                said = f"同一证件号码已有「{one['name']}」的申请在等待审批，姓名不同，请核对"
                row.add("IMP-DUPLICATE", EXPLAIN, said, field="name")
                row.outcome = Outcome.DUPLICATE
                return True
            if same and applied is not None and one["applied_on"] == applied:
                row.outcome = Outcome.SAME  # it was refused or withdrawn, and comes a second time
                return True
        return False

    def _is_known(self, row: CheckedRow) -> bool:
        """Whether the applicant is a member, or her number is somebody else's."""
        number = row.values.get("number") or ""
        holders = [self._people[i] for i in self._holders.get(number, ()) if i in self._people]
        named = [one for one in holders if is_called(one, row.values["name"])]
        if holders and not named:
            said = f"这个证件号码已登记在「{holders[0].plain['name']}」名下，姓名不同，请核对"
            row.add("MEM-03", MUST, said, field="number")
            return True
        members = [one for one in named if one.membership is not None]
        if members:
            row.add("IMP-DUPLICATE", EXPLAIN, self._where(members[0]), field="number")
            row.outcome = Outcome.DUPLICATE
        elif past := next((one.past for one in named if one.past is not None), None):
            self._was(row, past)
        return bool(members)

    def _was(self, row: CheckedRow, past: Mapping[str, Any]) -> None:
        """She was a member once: it is said, since the committee should know."""
        if past["ended"] == "died":
            row.add("IMP-MEMBER", MUST, "名册里这个人已登记死亡，请核对", field="number")
            return
        union = self._register.now.unions.get(past["union_id"], {}).get("name", "")
        word = code_list("membership_ended").name_of(past["ended"])
        said = f"曾经是「{union}」的会员，{past['until']} 已登记「{word}」，请核对"
        row.add("IMP-MEMBER", EXPLAIN, said, field="number")

    def _where(self, who: Known) -> str:
        assert who.membership is not None
        union = self._register.now.unions.get(who.membership["union_id"], {}).get("name", "")
        if who.membership["status"] == "retained":
            return f"在「{union}」保留会籍：不用再申请，请办理恢复"
        return f"已经是「{union}」的会员：不用再申请，换了单位的请办理接转"

    # -- what goes in --------------------------------------------------------------------------

    def _values(self, row: CheckedRow) -> dict[str, Any]:
        values = row.values
        union = self._union(row)
        firm = str(values.get("employer") or "")
        employer = self._employer(firm, union) if firm else None
        campaign = self._campaign(row)
        details = {key: values[key] for key in DETAILS if values.get(key) is not None}
        if note := self._note(row):
            details["note"] = note
        kept = values.get("number") and (values.get("document_type") or "resident_id")
        return {
            "name": values["name"],
            "document_type": kept or None,
            "number": values.get("number"),
            "phone": values.get("phone"),
            "applied_on": day(values.get("applied_on")),
            "source": values.get("source") or ONLINE,
            "union_id": union,
            "employer_id": employer,
            "employer_name": None if employer or not firm else firm,
            "campaign_id": campaign,
            "details": details,
        }

    def _union(self, row: CheckedRow) -> str | None:
        """The union named; without one that of the firm, then what the import was told."""
        text, firm = row.values.get("union"), row.values.get("employer")
        if not text:
            found = self._units.union_named(str(firm)) if firm else None
            return found if found and self._takes(found) else self._options.unit
        found = self._units.union_named(str(text))
        if found is not None and self._takes(found):
            return found
        why = "没有叫" if found is None else "不能加入"
        said = f"{why}「{text}」的工会，先空着，原文记入备注；批准时再选定"
        row.originals.setdefault("union", str(text))
        near = self._units.near(str(text)) if found is None else ()
        row.add("IMP-UNION", EXPLAIN, said, field="union", candidates=near)
        return self._options.unit

    def _takes(self, union: str) -> bool:
        record: Mapping[str, Any] = self._register.now.unions.get(union, {})
        return bool(record) and record["status"] != "dissolved" and not record["outside"]

    def _employer(self, text: str, union: str | None) -> str | None:
        if union is not None:
            return self._units.employer(text, union)
        found = self._units.employers(text)
        return found[0] if len(found) == 1 else None

    def _campaign(self, row: CheckedRow) -> str | None:
        text = row.values.get("campaign")
        found = self._register.campaigns.get(str(text)) if text else None
        if text and found is None:
            said = f"没有叫「{text}」的专项行动，留空，原文记入备注"
            row.originals.setdefault("campaign", str(text))
            row.add("IMP-CODE", EXPLAIN, said, field="campaign")
        return found

    @staticmethod
    def _note(row: CheckedRow) -> str:
        kept = {p.field for p in row.problems if p.code in ("IMP-CODE", "IMP-UNION")}
        kept -= {key for key in kept if row.values.get(key) and key not in ("union", "campaign")}
        parts = [str(row.values.get("note") or "")]
        parts += [f"原表：{row.originals[f]}" for f in sorted(kept) if row.originals.get(f)]
        return "；".join(part for part in parts if part)


class ApplicationSheet(AreaSheet):
    """The list of applications; its unit is the union of rows that tell none."""

    act = import_applications

    def judge(
        self,
        conn: Any,
        rows: Iterable[CheckedRow],
        options: Options,
        plan: Plan,
        *,
        today: date,
        made: set[str] | None = None,
        listing: bool = True,
    ) -> Iterator[tuple[int, Mapping[str, Any]]]:
        del made, listing  # nothing of a known record is changed
        age = rule_book(conn).rule("MEM-04", on=today)
        return Queue(conn, list(rows), options, today, age).judge(plan)

    def for_act(self, options: Options) -> Mapping[str, Any]:
        return {"received_on": options.on_day}

    def export(self, conn: Any, view: View) -> Iterator[Mapping[str, Any]]:
        """The applications that wait, as the workbook's fields."""
        ids = APPLICATIONS.ids(conn, view)
        for row in APPLICATIONS.rows(conn, ids, view):
            details = row["details"] or {}
            values = {key: word_of(key, details.get(key)) for key in DETAILS}
            yield values | {
                "name": row["name"],
                "document_type": row["document_type"],
                "number": row["number"] or "",
                "phone": row["phone"] or "",
                "applied_on": row["applied_on"].isoformat() if row["applied_on"] else "",
                "union": row["union"],
                "employer": row["employer"] or "",
                "campaign": row["campaign"],
                "source": row["source"] or "",
                "note": details.get("note", ""),
            }


APPLICATION_SHEET = ApplicationSheet(KIND, named={"union": "unions", "employer": "employers"})
