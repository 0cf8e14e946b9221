"""What a row does to a membership: where it begins, moves, rests and ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.base.codes import code_list
from app.base.days import chinese
from app.base.findings import Severity
from app.sheets.checked import REJECTED, CheckedRow, Outcome
from app.sheets.comparing import Options, Plan, RowComparer, day

from ..acts.imports import Batch, Event
from ..lists.snapshot import Known, Register
from .plan import ANSWERS, STAYS, TRANSFER
from .units import Units

LEAVING = {"transferred_out": "send_out", "left": "leave", "expelled": "expel", "died": "die"}
"""会籍变化类型 that ends a membership → the event that does it."""
MUST, EXPLAIN = Severity.MUST, Severity.EXPLAIN


class Standing(RowComparer):
    """The part of comparing that is about memberships; the rows of one file, one by one."""

    def __init__(self, register: Register, options: Options, plan: Plan) -> None:
        super().__init__(options, plan)
        self.register, self.options, self.plan = register, options, plan
        self.units = Units(register, options)
        self.batch = Batch()
        self._part = 0

    def event(self, kind: str, who: Known, **values: Any) -> None:
        """An act on somebody who is there."""
        self._did.add("changed")
        self.batch.events.append(Event(self._part, kind, who.id, values))

    # -- beginning -----------------------------------------------------------------------------

    def beginning(self, row: CheckedRow, union: str) -> list[tuple[str, dict[str, Any]]]:
        """Rows of a membership that begins with this import; none if it cannot, with the problem.

        Somebody who joined before the records begin, or on an unknown day, is 期初.
        """
        values = row.values
        change, on = values.get("change_type"), day(values.get("change_on"))
        joined = day(values.get("joined_on")) or (on if change == "joined" else None)
        if change in LEAVING:
            self._refuse(row, "登记里没有这个人，不能办理", change)
            return []
        opening = self.register.opening
        spell = self._spell(row, union)
        if joined is not None and joined >= opening:
            spell |= {"since": joined, "began": "joined"}
        if change == "transferred_in" and on is not None and on >= opening:
            spell |= {"since": on, "began": "transferred_in"}
        rows = [("membership", spell)]
        if change == "retained":
            rows = self._retained(row, spell, on)
        if spell["began"] == "transferred_in":
            rows.append(("transfer", self._letter(row, union, on)))
        since = spell["since"]
        first = self.register.first.get(union)
        if since is not None and first is not None and since < first:
            field = "joined_on" if spell["began"] == "joined" else "change_on"
            name = self.register.now.unions[union]["name"]
            said = f"「{name}」{chinese(first)}才成立，晚于填写的日期"
            row.add("IMP-DATE", MUST, said, field=field)
        return rows

    def _spell(self, row: CheckedRow, union: str) -> dict[str, Any]:
        spell = {"union_id": union, "since": None, "status": "active", "began": "opening"}
        if group := row.values.get("group_name"):
            spell["group_name"] = group
        if campaign := self.campaign(row):
            spell["campaign_id"] = campaign
        return spell

    def _retained(
        self, row: CheckedRow, spell: dict[str, Any], on: date | None
    ) -> list[tuple[str, dict[str, Any]]]:
        """保留: since a day of which the records know, else as it was when they began."""
        since = spell["since"]
        if on is None or on < self.register.opening or (since is not None and on <= since):
            spell |= {"status": "retained", "since": None, "began": "opening"}
            return [("membership", spell)]
        after = {**spell, "status": "retained", "since": on, "began": "retained"}
        spell |= {"until": on, "ended": "retained", "reason": row.values.get("change_reason")}
        return [("membership", spell), ("membership", after)]

    @staticmethod
    def _letter(row: CheckedRow, union: str, on: date | None) -> dict[str, Any]:
        return {
            "direction": "in",
            "state": "received",
            "to_union_id": union,
            "reason": row.values.get("change_reason"),
            "sent_on": on,
            "received_on": on,
        }

    def campaign(self, row: CheckedRow) -> str | None:
        """The 专项行动 of that name."""
        text = row.values.get("campaign")
        if not text:
            return None
        found = self.register.campaigns.get(text)
        if found is None and not any(p.field == "campaign" for p in row.problems):
            said = f"没有叫「{text}」的专项行动，留空，原文记入备注"
            row.add("IMP-CODE", EXPLAIN, said, field="campaign")
            row.originals.setdefault("campaign", text)
        return found

    # -- what is there already -----------------------------------------------------------------

    def moved(self, row: CheckedRow, who: Known, union: str, decision: Mapping[str, Any]) -> bool:
        """Do what the row says of somebody's membership.

        Returns:
            Whether she is a member of the row's union: then group and work are compared.
        """
        change, member = row.values.get("change_type"), who.membership
        if change in LEAVING:
            self._ends(row, who, union, change)
        elif member is None:
            self._again(row, who, union)
        elif change == "restored" and member["status"] == "retained":
            on = self._event_day(row, member)
            if on is not None:
                self._moves(row, "restore", who, "恢复", on=on, union_id=union)
        elif member["union_id"] != union:
            return self._elsewhere(row, who, union, decision)
        elif change == "retained" and member["status"] == "active":
            on = self._event_day(row, member)
            if on is not None:
                reason = row.values.get("change_reason")
                self._moves(row, "retain", who, "保留", on=on, reason=reason)
        elif member["status"] == "retained" and change != "retained":
            said = "现在是保留会籍，未改；要恢复，请把会籍变化类型写为「恢复」并填日期"
            row.add("IMP-DIFFERS", EXPLAIN, said, field="change_type")
        return member is not None and member["union_id"] == union

    def _moves(
        self, row: CheckedRow, kind: str, who: Known, word: str, *, on: date, **values: Any
    ) -> None:
        self.event(kind, who, on=on, **values)
        self.fills(row, "change_type", None, f"{word}（{on.isoformat()}）")

    def _ends(self, row: CheckedRow, who: Known, union: str, change: str) -> None:
        member = who.membership
        if member is None:
            ended = who.past["ended"] if who.past else None
            if ended != change:
                row.add("IMP-MEMBER", EXPLAIN, "这个人现在没有会籍，未办理", field="change_type")
            return
        if member["union_id"] != union:
            name = self.register.now.unions.get(member["union_id"], {}).get("name", "")
            self._refuse(row, f"这个人的会籍在「{name}」，不能在这里办理", change)
            return
        on = self._event_day(row, member)
        if on is None:
            return
        values: dict[str, Any] = {}
        reason = row.values.get("change_reason")
        if reason and change in ("transferred_out", "left"):
            values["reason"] = reason
        word = code_list("membership_change").name_of(change)
        self._moves(row, LEAVING[change], who, word, on=on, **values)

    def _refuse(self, row: CheckedRow, why: str, change: str) -> None:
        word = code_list("membership_change").name_of(change)
        row.add("IMP-MEMBER", MUST, f"{why}「{word}」", field="change_type")

    def _event_day(self, row: CheckedRow, member: Mapping[str, Any]) -> date | None:
        """The day of a change; None if there is none that can be, with the problem."""
        on = day(row.values.get("change_on"))
        if on is None:
            row.add("IMP-DATE", MUST, "没有填会籍变化日期", field="change_on")
            return None
        return on if self._after(row, member, on, "change_on") else None

    def _after(self, row: CheckedRow, member: Mapping[str, Any], on: date, field: str) -> bool:
        since = member["since"]
        if since is None or on > since:
            return True
        said = f"日期不能早于或等于{chinese(since)}：那一天现在这段会籍才开始"
        row.add("IMP-DATE", MUST, said, field=field)
        return False

    def _again(self, row: CheckedRow, who: Known, union: str) -> None:
        """A membership of somebody who has none at present."""
        rows = self.beginning(row, union)
        if row.outcome is REJECTED or not rows:
            return
        if who.past is not None and not self._comes_back(row, who.past, rows[0][1]):
            return
        for table, one in rows:
            self.batch.rows.append((table, {**one, "person_id": who.id, "_part": self._part}))
        self.fills(row, "union", None, self.register.now.unions[union]["name"])

    def _comes_back(self, row: CheckedRow, past: Mapping[str, Any], spell: dict[str, Any]) -> bool:
        """Whether a membership may follow one that ended; it begins on the day that is told."""
        start = spell["since"] or day(row.values.get("joined_on"))
        if past["ended"] == "died":
            row.add("IMP-MEMBER", MUST, "这个人已登记死亡，请核对", field="name")
        elif past["ended"] in ("left", "expelled") and spell["began"] == "transferred_in":
            word = code_list("membership_change").name_of(past["ended"])
            said = (
                f"这个人{chinese(past['until'])}已{word}，退会、除名以后只能重新入会，不能「转入」"
            )
            row.add("IMP-MEMBER", MUST, said, field="change_type")
        elif start is None or start < past["until"]:
            word = code_list("membership_change").name_of(past["ended"])
            said = f"这个人{chinese(past['until'])}已{word}；又是会员的，请填那以后的入会日期"
            row.add("IMP-MEMBER", MUST, said, field="joined_on")
        else:
            spell["since"] = start
            return True
        return False

    # -- a member of another union -------------------------------------------------------------

    def _elsewhere(
        self, row: CheckedRow, who: Known, union: str, decision: Mapping[str, Any]
    ) -> bool:
        member = who.membership
        assert member is not None
        if self.works_beside(row, who, union):
            return False
        gone = who.gone_on is not None and not any(job["follows"] for job in who.work)
        if decision.get(TRANSFER) or (self.options.transfer and gone):
            self._transfer(row, who, member, union)
            return False
        if decision.get(STAYS):
            self._second_job(row, who, union)
            return False
        name = self.register.now.unions.get(member["union_id"], {}).get("name", "")
        row.add(
            "IMP-TRANSFER",
            EXPLAIN,
            f"现在是「{name}」的会员（一人只有一个会籍），请选定怎么办",
            field="union",
            candidates=[words for _, words in ANSWERS["IMP-TRANSFER"]],
        )
        row.outcome = Outcome.TRANSFER
        return False

    def _transfer(self, row: CheckedRow, who: Known, member: Mapping[str, Any], union: str) -> None:
        values = row.values
        told = day(values.get("change_on")) if values.get("change_type") else None
        on = told or self.options.on_day
        if not self._after(row, member, on, "change_on"):
            return
        names = self.register.now.unions
        old, new = names.get(member["union_id"], {}).get("name"), names[union]["name"]
        group = values.get("group_name")
        if member["status"] == "retained":
            self.event("restore", who, on=on, union_id=union, group_name=group)
        else:
            reason = values.get("change_reason")
            self.event("transfer", who, to=union, on=on, reason=reason, group=group)
        self.fills(row, "union", old, new)
        self._new_work(row, who, union, on)

    def _new_work(self, row: CheckedRow, who: Known, union: str, on: date) -> None:
        """The membership follows the work that the row names."""
        place = self.workplace(row, union)
        if place is None:
            return
        here = next((job for job in who.work if at_place(job, place)), None)
        if here is not None:
            if not here["follows"]:
                self.event("follow", who, job=here["id"], on=on)
            return
        jobs = [job for job in who.work if job["follows"]]
        if not any(job["since"] is not None and job["since"] >= on for job in jobs):
            self.event("employ", who, **place, since=on, follows=True)

    def _second_job(self, row: CheckedRow, who: Known, union: str) -> None:
        place = self.workplace(row, union)
        if place is None:
            name = self.register.now.unions[union]["name"]
            place = {"employer_id": None, "employer_name": name}
        if not any(at_place(job, place) for job in who.work):
            details = {key: row.values.get(key) for key in ("post", "department", "employee_no")}
            self.event("employ", who, **place, **details, since=None, follows=False)
            self.fills(row, "employer", None, self.place_name(place))

    def works_beside(self, row: CheckedRow, who: Known, union: str) -> bool:
        """Whether it was said before that she only works here and her membership stays."""
        beside = [job for job in who.work if not job["follows"]]
        if not beside:
            return False
        place = self.workplace(row, union)
        if place is not None:
            return any(at_place(job, place) for job in beside)
        name = self.register.now.unions[union]["name"]
        own = self.register.covered.get(union, ())
        return any(job["employer_id"] in own or job["employer_name"] == name for job in beside)

    def workplace(self, row: CheckedRow, union: str) -> dict[str, Any] | None:
        """Where the row says that she works: a known employer, or a name; of a single union that
        names none, its employer."""
        text = row.values.get("employer")
        if not text:
            only = self.units.only_employer(union)
            return {"employer_id": only, "employer_name": None} if only else None
        found = self.units.employer(str(text), union)
        return {"employer_id": found, "employer_name": None if found else str(text)}

    def place_name(self, place: Mapping[str, Any]) -> str:
        """Name of a workplace."""
        employer = self.register.now.employers.get(place["employer_id"] or "")
        return str(employer["name"] if employer else place["employer_name"] or "")


def at_place(job: Mapping[str, Any], place: Mapping[str, Any]) -> bool:
    """Whether an employment is at this workplace."""
    if place["employer_id"] is not None:
        return bool(job["employer_id"] == place["employer_id"])
    return bool(job["employer_name"] == place["employer_name"])
