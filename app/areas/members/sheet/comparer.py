"""Rows of a workbook of members, judged against the register part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from app.base.findings import Severity
from app.base.lists import mask
from app.rules.book import Rule
from app.sheets.checked import PENDING, REJECTED, CheckedRow, Outcome
from app.sheets.comparing import SKIP, Options, Plan, day

from ..acts.imports import Batch, Newcomer
from ..lists.snapshot import Known, Register
from ..rules.facts import PersonFacts
from ..rules.people import mem_04, never_asked, says_no_phone
from .fields import DATED, WORK, dated_values, outside_text, plain_values, word_of
from .kinds import MEMBERS
from .matching import Matcher, is_called
from .plan import NEW_PAPER, SAME_PERSON, Absent
from .settled import Settled
from .standing import Standing, at_place

SIZE = 2000
_SENSITIVE = frozenset(f.key for f in MEMBERS.fields if f.sensitive)
MUST, EXPLAIN = Severity.MUST, Severity.EXPLAIN


class MemberComparer(Standing):
    """Judges the rows of one file in their order; what they do comes out in batches.

    Args:
        age, phone: the rules MEM-04 and MEM-05 of the day.
        listing: list what is filled in, for a person to look through.
        settled: tells rows that say nothing new.
    """

    def __init__(
        self,
        register: Register,
        options: Options,
        plan: Plan,
        *,
        age: Rule,
        phone: Rule,
        settled: Settled,
        listing: bool = True,
    ) -> None:
        super().__init__(register, options, plan)
        self.listing = listing
        self._matcher, self._settled = Matcher(register, options), settled
        self._age_rule, self._phone_rule = age, phone
        self._today = register.day.isoformat()
        self._ages = {sex: _unasked(age, register.day, sex) for sex in (None, "1", "2")}
        self._unquestioned: set[tuple[str | None, ...]] = set()
        self._mentioned: set[str] = set()
        self._about: set[str] = set()

    def word(self, field: str, value: Any) -> str:
        return word_of(field, value)

    def shown(self, field: str, value: Any) -> str:
        word = self.word(field, value)
        return mask(word) if field in _SENSITIVE and word else word

    def batches(self, rows: Iterable[CheckedRow]) -> Iterator[Batch]:
        """Judge the rows; each batch holds what a part of them does."""
        source = iter(rows)
        while part := list(islice(source, SIZE)):
            self.batch = Batch()
            told = self._told_at_once(part)
            self._matcher.look_up([row for row, one in zip(part, told, strict=True) if not one])
            for row, one in zip(part, told, strict=True):
                self._part += 1
                if self.options.complete:
                    self._mentioned.update(self._matcher.mentioned(row))
                if one is True:
                    self._did = set()
                    row.outcome = PENDING
                    self._look_at_days(row)
                    self.conclude(row)
                elif self.takes_part(row):
                    self._row(row, one or None)
                self.plan.add(row)
            yield self.batch
        if self.options.complete:
            self.batch = Batch()
            self._look_for_absent()
            yield self.batch

    def _told_at_once(self, part: list[CheckedRow]) -> list[Known | bool]:
        """Of each row whether the register has all that it says; or whom it means, if that is
        sure. Who is missing from a whole list is found out by looking at everybody."""
        self.register.look_ahead(len(part))
        if self.options.complete or not self._settled.look_up(part):
            return [False] * len(part)
        return [self._tells(row) for row in part]

    def _tells(self, row: CheckedRow) -> Known | bool:
        text = row.values.get("union")
        if not text or row.outcome is not PENDING or self.decision(row):
            return False
        union = self.units.union_named(text)
        line = self._settled.line(row, union) if union is not None else None
        if union is None or line is None:
            return False
        workplace = partial(self.workplace, row, union)
        if self._settled.tells_nothing_new(row, line, workplace) and self.units.takes(union):
            return True
        return self._settled.known(row, line) or False

    def _row(self, row: CheckedRow, who: Known | None) -> None:
        self._did = set()
        row.outcome = PENDING
        decision = self.decision(row)
        if decision.get("skip"):
            row.outcome, row.reason = Outcome.SKIPPED, "decided"
            return
        union = self.units.union(row)
        if union is not None:
            self._about.add(union)
        who = who or self._matcher.who(row, decision)
        if who is not None and self.options.complete:
            self._mentioned.add(who.id)
        self._look_at_days(row)
        if row.outcome is not PENDING or union is None:
            return
        if who is None:
            self._newcomer(row, union)
        elif self.options.policy != SKIP:
            self._known(row, who, union, decision)
        self.conclude(row)

    def _look_at_days(self, row: CheckedRow) -> None:
        """What only the day tells: age (MEM-04), days that have not come."""
        values, today = row.values, self.register.day
        for key in ("joined_on", "change_on"):
            told = values.get(key)  # days in one form sort as texts do
            if told is not None and told > self._today:
                row.add("IMP-DATE", MUST, f"{told} 还没有到", field=key)
        born = values.get("birth_on")
        if born is None or not self._age_rule.in_force:
            return
        after, before = self._ages.get(values.get("sex"), self._ages[None])
        if after < born < before:
            return
        told = (
            born,
            values.get("sex"),
            values.get("employment_status"),
            values.get("employment_form"),
        )
        if told in self._unquestioned:  # many of an age share their birth date
            return
        facts = PersonFacts(
            id="",
            name=values["name"],
            on=today,
            sex=told[1],
            birth_on=day(born),
            status=told[2],
            form=told[3],
        )
        letters = self.options.letters.get(row.sheet, {})
        failed = [one for one in mem_04(self._age_rule, facts) if one.result == "fail"]
        if not failed:
            self._unquestioned.add(told)
        for found in failed:
            young = found.field == "birth_on"
            # without a column of its own the birth date comes from the number
            where = "number" if young and "birth_on" not in letters else found.field
            row.add("MEM-04", MUST if young else EXPLAIN, found.message, field=where)

    # -- somebody new --------------------------------------------------------------------------

    def _newcomer(self, row: CheckedRow, union: str) -> None:
        rows = self.beginning(row, union)
        if row.outcome is REJECTED:
            return
        values = row.values
        self._host(row, union)  # a name that is unknown goes into the note
        place = self.workplace(row, union)
        work = self._work(row, union, place) if place is not None else None
        person = {"name": values["name"], **plain_values(row)}
        if "birth_on" in person:
            person["birth_year"] = person["birth_on"].year
        spell = rows[0][1]
        if "joined_on" not in person and spell["began"] == "joined":
            person["joined_on"] = spell["since"]
        for key, told in (("no_phone", self._no_phone(row)), ("note", self._whole_note(row))):
            if told is not None:
                person[key] = told
        if values.get("number"):
            rows.append(("identity_document", self._paper(values)))
        if values.get("former_name"):
            rows.append(("former_name", {"name": values["former_name"]}))
        if work is not None:
            rows.append(("employment", {**work, "follows": True}))
        dated = {**dated_values(row), "since": None}
        self.batch.newcomers.append(Newcomer(self._part, person, dated, rows))
        self._did.add("new")

    def _no_phone(self, row: CheckedRow) -> bool | None:
        written = row.originals.get("phone")
        if not written or row.values.get("phone"):
            return None
        return True if says_no_phone(self._phone_rule, written) else None

    def _whole_note(self, row: CheckedRow) -> str | None:
        parts = (self.note(row, ("campaign", "host")), outside_text(row))
        return "；".join(filter(None, parts)) or None

    @staticmethod
    def _paper(values: Mapping[str, Any]) -> dict[str, Any]:
        kind = values.get("document_type") or "resident_id"
        return {"type": kind, "number": values["number"]}

    def _work(self, row: CheckedRow, union: str, place: Mapping[str, Any]) -> dict[str, Any]:
        told = {**place, "host_id": self._host(row, union), "since": None}
        told |= {key: row.values[key] for key in WORK if key in row.values}
        return {key: value for key, value in told.items() if value is not None or key == "since"}

    def _host(self, row: CheckedRow, union: str) -> str | None:
        text = row.values.get("host")
        if not text:
            return None
        found = self.units.employer(str(text), union)
        if found is None and not any(p.field == "host" for p in row.problems):
            said = f"没有叫「{text}」的单位，用工单位留空，原文记入备注"
            row.add("IMP-CODE", EXPLAIN, said, field="host")
            row.originals.setdefault("host", str(text))
        return found

    # -- somebody known ------------------------------------------------------------------------

    def _known(self, row: CheckedRow, who: Known, union: str, decision: Mapping[str, Any]) -> None:
        self.campaign(row)  # names that are unknown go into the note
        self._host(row, union)
        here = self.moved(row, who, union, decision)
        if row.outcome is not PENDING:
            return
        self._name(row, who, decision)
        self._document(row, who, decision)
        plain = plain_values(row)
        if self._no_phone(row) and not who.plain["phone"]:
            plain["no_phone"] = True
        changes = self.compare(row, who.plain, plain)
        if changes.get("birth_on"):
            changes["birth_year"] = changes["birth_on"].year
        changes |= self._note_of(row, who)
        self.batch.update("person", who.id, changes, self._part)
        self._dated_fields(row, who)
        if here:
            self._membership(row, who)
            self._employment(row, who, union)

    def _name(self, row: CheckedRow, who: Known, decision: Mapping[str, Any]) -> None:
        name = row.values["name"]
        if not is_called(who, name):
            if decision.get(SAME_PERSON):
                self.event("rename", who, name=name)
                self.fills(row, "name", who.plain["name"], name)
            elif self.differs(row, "name", who.plain["name"], name):
                self.event("rename", who, name=name)
        former = row.values.get("former_name")
        if former and not is_called(who, former):
            self._add_row("former_name", who, {"name": former})
            self.fills(row, "former_name", None, former)

    def _add_row(self, table: str, who: Known, values: Mapping[str, Any]) -> None:
        row = {**values, "person_id": who.id, "_part": self._part}
        self.batch.rows.append((table, row))

    def _document(self, row: CheckedRow, who: Known, decision: Mapping[str, Any]) -> None:
        number = row.values.get("number")
        if not number or any(paper["number"] == number for paper in who.documents):
            return
        paper = self._paper(row.values)
        present = [
            one for one in who.documents if one["type"] == paper["type"] and one["until"] is None
        ]
        if not present:
            self._add_row("identity_document", who, paper)
            self.fills(row, "number", None, number)
        elif decision.get(NEW_PAPER):
            told = {"type": paper["type"], "number": number, "replaces": present[0]["id"]}
            self.event("replace", who, **told)
            self.fills(row, "number", present[0]["number"], number)
        elif self.differs(row, "number", present[0]["number"], number):
            values = {"number": number}
            self.batch.update("identity_document", present[0]["id"], values, self._part)

    def _note_of(self, row: CheckedRow, who: Known) -> dict[str, Any]:
        note, known = self._whole_note(row), who.plain["note"]
        if not note or (known and note in known):
            return {}
        if known and all(part in known for part in note.split("；")):
            return {}
        return self.compare(row, who.plain, {"note": note})

    def _dated_fields(self, row: CheckedRow, who: Known) -> None:
        if who.dated is None:
            changes = self.compare(row, dict.fromkeys(DATED), dated_values(row))
            if changes:
                self._add_row("person_spell", who, {**changes, "since": None})
            return
        changes = self.compare(row, who.dated, dated_values(row))
        if changes and who.spells > 1:
            self.batch.dated.append((who.id, changes, self._part))
        else:
            self.batch.update("person_spell", who.dated["id"], changes, self._part)

    def _membership(self, row: CheckedRow, who: Known) -> None:
        member = who.membership
        assert member is not None
        told = {"group_name": row.values.get("group_name"), "campaign_id": self.campaign(row)}
        if self.batch.events and self.batch.events[-1].person == who.id:
            return  # the spell that is compared with ends by this very row
        self.batch.update("membership", member["id"], self.compare(row, member, told), self._part)

    def _employment(self, row: CheckedRow, who: Known, union: str) -> None:
        told = {key: row.values.get(key) for key in WORK}
        told["host_id"] = self._host(row, union)
        jobs = sorted(who.work, key=lambda job: not job["follows"])
        place = self.workplace(row, union) if row.values.get("employer") or not jobs else None
        if place is None:
            job = jobs[0] if jobs else None
        else:
            job = next((one for one in jobs if at_place(one, place)), None)
        if job is not None:
            changes = self.compare(row, job, told)
            self.batch.update("employment", job["id"], changes, self._part)
            return
        if place is None:
            return
        following = next((one for one in jobs if one["follows"]), None)
        fresh = {**self._work(row, union, place), "follows": True, "since": who.gone_on}
        if following is None:
            self._add_row("employment", who, fresh)
            self.fills(row, "employer", None, self.place_name(place))
        elif self.differs(row, "employer", self.place_name(following), self.place_name(place)):
            self._change_work(who, following, place, told)

    def _change_work(
        self,
        who: Known,
        before: Mapping[str, Any],
        place: Mapping[str, Any],
        told: Mapping[str, Any],
    ) -> None:
        """From the import's day on she works elsewhere; begun that late, it was typed wrongly."""
        on = self.options.on_day
        if before["since"] is not None and before["since"] >= on:
            self.batch.update("employment", before["id"], {**place, **told}, self._part)
            return
        self.event("employ", who, **place, **told, since=on, follows=True)

    # -- who is missing ------------------------------------------------------------------------

    def _look_for_absent(self) -> None:
        about = {self.options.unit} if self.options.unit and not self._about else self._about
        names = self.register.now.unions
        on = self.options.on_day
        for person, name, union, since in self.register.members_of({u for u in about if u}):
            if person in self._mentioned:
                continue
            decided = self.options.absent.get(person, {})
            what, why = str(decided.get("what", "")), ""
            if what not in ("", "stays", "unknown") and since is not None and on <= since:
                what, why = "", "会籍刚开始，不能办理"
            self.plan.absent.append(Absent(person, name, union, names[union]["name"], what, why))
            if what and what != "stays":
                self._part += 1
                values: dict[str, Any] = {"on": on}
                if what == "send_out":
                    values["to_name"] = decided.get("to_name", "")
                self.event(what, Known(person, {}), **values)


def _unasked(rule: Rule, on: date, sex: str | None) -> tuple[str, str]:
    """Birth dates between these two, as texts, need no look (MEM-04)."""
    if not rule.in_force:
        return "", ""
    after, before = never_asked(rule.params, on, sex)
    return after.isoformat(), before.isoformat()
