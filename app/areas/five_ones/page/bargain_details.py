"""The details of a consultation (as a process), of a 集中要约 and of a contract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.base.home import Target
from app.base.lists import Column, Role
from app.base.text import rate
from app.desk.choosing import ChooseDialog, Group
from app.desk.form_spec import FormSpec
from app.desk.page import PageAction
from app.desk.record_detail import RecordDetail
from app.desk.rows import Chip, Row, RowList
from app.desk.stepper import Stepper
from app.desk.widgets import row

from ..acts import consultations, contracts, offers
from ..acts.contracts import Cover
from ..lists.bargain_detail import ConsultationCard, ContractCard
from ..lists.offers import firms_to_ask
from ..rules.bargaining import SIDES
from ..rules.bargaining_facts import EMPLOYER, REGIONAL, WORKERS
from . import bargain_forms as forms
from . import contract_forms
from .bargain_grids import AnswerGrid, CoverGrid
from .bargain_reading import (
    cover_rows,
    offer_rows,
    read_batch,
    read_consultation,
    read_contract,
    seat_rows,
    steps_of,
    talk_rows,
)
from .bargain_story import WORDS
from .reading import Card

if TYPE_CHECKING:
    from .screen import FiveOnesPage

_ALWAYS: Callable[[Row], bool] = lambda _row: True  # noqa: E731
FIRM_COLUMNS = (
    Column("name", "单位", 300),
    Column("running", "工资协议到期", 120, Role.DAY),
    Column("workers", "职工", 90, Role.COUNT),
)
PROOFS = {
    "consultation": ("offer", "acceptance", "roster", "figures", "minutes", "resolution"),
    "contract": ("contract", "report", "receipt", "publicity"),
}
"""Kinds of proof that are asked for: 要约书, 应约书, 代表名单, 经营资料, 会议记录, 职代会决议; 合同
文本, 情况说明, 受理单, 公示."""


class ConsultationDetail(RecordDetail):
    """A consultation: its steps, who sits at the table, the meetings, the proof."""

    area = "five_ones"
    word = "集体协商"
    dated = False
    evidence_of = "consultation"

    def __init__(self, page: FiveOnesPage) -> None:
        self._page = page
        super().__init__("consultation", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """过程, 代表, 会议."""
        self.add_tab("steps", "过程", self._steps_tab)
        self.add_tab("sides", "代表", self._sides_tab)
        self.add_tab("talks", "会议", self._talks_tab)

    def asked_evidence(self) -> Sequence[str]:
        """What a consultation usually has."""
        return PROOFS["consultation"]

    @property
    def data(self) -> ConsultationCard:
        """What was read."""
        found: ConsultationCard = self.card.data
        return found

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The consultation."""
        return read_consultation(connection, record, day)

    # what is next

    def form_of(self, step: str) -> FormSpec | None:
        """The form of a step of the process."""
        data, make = self.data, self._page.make
        mine = ("consultation", data.row["id"])
        if step in ("file", "review", "publish"):
            return self._contract_form(step, mine)
        made: dict[str, Callable[[], FormSpec]] = {
            "offer": lambda: forms.make_offer(make, data),
            "deliver": lambda: forms.deliver(make, [data.row["id"]], data.row["title"], mine),
            "answer": lambda: forms.answer(make, data),
            "sides": lambda: forms.seat(data, EMPLOYER if data.side(WORKERS) else WORKERS),
            "data": lambda: forms.data(make, data),
            "talks": lambda: forms.talk(make, data),
            "outcome": lambda: forms.conclude(data),
            "congress": lambda: forms.congress(data),
            "sign": lambda: forms.sign(make, data),
        }
        return made[step]()

    def _contract_form(self, step: str, mine: tuple[str, str]) -> FormSpec | None:
        data, make = self.data, self._page.make
        if data.contract is None:
            return None
        if step == "file":
            return contract_forms.file(make, data.contract, data.filing_days, mine)
        made = contract_forms.review if step == "review" else contract_forms.publish
        return made(make, data.contract, mine)

    def acts_of(self, card: Card) -> list[PageAction]:
        """The next step first."""
        data: ConsultationCard = card.data
        made, make = self._page.acts, self._page.make
        found = []
        ahead = data.now.next
        if ahead is not None:
            found.append(
                PageAction("next", f"登记{ahead.title}", lambda: self._open(ahead.key), main=True)
            )
        found.append(
            PageAction("edit", "编辑", lambda: self._page.open_form(forms.edit(data)), help="F2")
        )
        found += self._jumps(data)
        one = card.id
        found += [
            made.paper("print_offer", "要约书", "offer", id=one),
            made.paper("print_answer", "应约书", "offer_answer", id=one),
            made.paper("print_sides", "协商代表名单", "negotiators", id=one),
            made.paper("print_talks", "协商会议记录", "talks", id=one),
        ]
        if data.contract is not None:
            to = Target(self.area, "contract", data.row["contract_id"])
            found.append(PageAction("contract", "打开合同", lambda: self._page.jump(to)))
        elif data.row["closed_on"] is None:
            found.append(made.form("close", "结束协商…", lambda: forms.close(make, data)))
        else:
            found.append(
                PageAction("reopen", "重新开始协商",
                           lambda: self.do(consultations.reopen_consultation, card.id))
            )  # fmt: skip
        found.append(
            made.sure("delete", "删除误录…", "这次协商和它的代表、会议、材料一起删除。",
                      consultations.delete_consultation, card.id)
        )  # fmt: skip
        return found

    def _jumps(self, data: ConsultationCard) -> list[PageAction]:
        """Steps that may come before the next one was done."""
        if data.now.over:
            return []
        done = {step.key for step in data.now.steps if step.done}
        ahead = data.now.next.key if data.now.next else ""
        words = {"answer": "登记答复…", "outcome": "登记协商结果…", "sign": "登记签订合同…"}
        return [
            PageAction(f"step_{key}", word, lambda key=key: self._open(key))  # type: ignore[misc]
            for key, word in words.items()
            if key not in done and key != ahead and (key != "answer" or "offer" in done)
            and data.contract is None
        ]  # fmt: skip

    def _open(self, step: str) -> None:
        if self.card is None or self._desk.is_past:
            return
        spec = self.form_of(step)
        if spec is not None:
            self._page.open_form(spec)

    # tabs

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        if self.card is None:
            return
        past, day = self._desk.is_past, self._desk.day
        if tab == "steps" and isinstance(made := self.widget(tab), Stepper):
            made.show_steps(steps_of(self.data, day))
        elif tab == "talks" and isinstance(made := self.widget(tab), RowList):
            made.show_rows(talk_rows(self.data, day), past=past)
        elif tab == "sides" and self.widget(tab) is not None:
            for side, shown in self.sides.items():
                rows = seat_rows(self.data, side)
                shown.show_rows(rows, f"{SIDES[side]} {len(rows)}人", past=past)

    def _steps_tab(self) -> QWidget:
        made = Stepper(f"{self.name}_steps", "协商过程")
        made.opened.connect(self._open)
        return made

    def _sides_tab(self) -> QWidget:
        box = QWidget()
        line = row(box, space=8)
        self.sides: dict[str, RowList] = {}
        for side, title in SIDES.items():
            chips = [
                Chip("add", "登记…", self._seat(side)),
                Chip("edit", "更正…", self._edit_seat, _ALWAYS),
                Chip("delete", "移除", self._remove(consultations.delete_negotiator), _ALWAYS),
            ]
            empty = f"还没有登记{title}代表。"
            self.sides[side] = RowList(f"{self.name}_{side}", title, empty, chips)
            line.addWidget(self.sides[side], 1)
        return box

    def _seat(self, side: str) -> Callable[[Row | None], None]:
        return lambda _row: self._page.open_form(forms.seat(self.data, side))

    def _edit_seat(self, one: Row | None) -> None:
        if one is not None:
            self._page.open_form(forms.seat(self.data, one.data["side"], one.data))

    def _talks_tab(self) -> QWidget:
        make = self._page.make

        def edit(one: Row | None) -> None:
            if one is not None:
                self._page.open_form(forms.talk(make, self.data, one.data))

        chips = [
            Chip("add", "登记会议…",
                 lambda _row: self._page.open_form(forms.talk(make, self.data))),
            Chip("edit", "更正…", edit, _ALWAYS),
            Chip("delete", "删除", self._remove(consultations.delete_talk), _ALWAYS),
        ]  # fmt: skip
        empty = "还没有召开协商会议。约定了日期的也可以先登记。"
        return RowList(f"{self.name}_talks", "协商会议", empty, chips)

    def _remove(self, act: Any) -> Callable[[Row | None], None]:
        def run(one: Row | None) -> None:
            if one is not None:
                self.do(act, one.id)

        return run


class OfferDetail(RecordDetail):
    """A 集中要约: its offers with answers, and what follows."""

    area = "five_ones"
    word = "集中要约"
    dated = judged = False
    evidence_of = "offer_batch"

    def __init__(self, page: FiveOnesPage) -> None:
        self._page = page
        super().__init__("offer_batch", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """各单位."""
        self.add_tab("offers", "各单位", self._offers_tab)

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The batch."""
        return read_batch(connection, record, day)

    @property
    def given(self) -> list[dict[str, Any]]:
        """Its offers."""
        found: list[dict[str, Any]] = self.card.data[1]
        return found

    def acts_of(self, card: Card) -> list[PageAction]:
        """录入答复 while some are missing, then signing, then papers."""
        head, given = card.data
        made, make, one = self._page.acts, self._page.make, card.id
        open_ = [g["id"] for g in given if g["contract_id"] is None]
        agreed = [g["id"] for g in given if g["answer"] == "agreed" and g["contract_id"] is None]
        waits = [g["id"] for g in given if g["delivered_on"] is None and g["answer"] is None]
        found = []
        if open_:
            found.append(PageAction("answers", "录入答复", self.answers, main=True))
        if waits:
            mine = ("offer_batch", one)
            found.append(
                made.form("deliver", "登记送达…",
                          lambda: forms.deliver(make, waits, f"{len(waits)} 个单位", mine))
            )  # fmt: skip
        if agreed:
            word = head["title"].removesuffix("集中要约")
            row = head | {"contract_title": f"{head['union']}{word}区域性集体合同"}
            found += [
                made.form("together", "合签一份合同…",
                          lambda: forms.sign_many(make, row, agreed, together=True)),
                made.form("each", "分别签订…",
                          lambda: forms.sign_many(make, row, agreed, together=False)),
            ]  # fmt: skip
        found += [
            made.paper("print_offers", "要约书（成批）", "offer", batch=one),
            made.paper("print_statistics", "集中要约统计表", "offer_statistics", batch=one),
            PageAction("add", "增加单位…", self._add),
            made.form("edit", "编辑", lambda: forms.edit_offer(head)),
            made.sure("delete", "删除误录…", "这次集中要约和它的全部要约一起删除。",
                      offers.delete_offer, one),
        ]  # fmt: skip
        return found

    def answers(self) -> None:
        """The grid of answers."""
        if self._page.may_act():
            AnswerGrid(self._desk, self, self.card.title, self.given).open()

    def _add(self) -> None:
        there = {one["employer_id"] for one in self.given}
        kind = self.given[0]["kind"] if self.given else "wage"
        batch = self._record

        def chosen(ids: list[str]) -> None:
            self.do(offers.add_to_offer, batch, employer_ids=ids, kind=kind)

        choose_firms(self._page, self, self.card.union, chosen, but=there, words="增加")

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made = self.widget(tab)
        if tab == "offers" and isinstance(made, RowList) and self.card is not None:
            made.show_rows(offer_rows(self.given), past=self._desk.is_past)

    def _offers_tab(self) -> QWidget:
        chips = [
            Chip("open", "打开", self._open, _ALWAYS, acts=False),
            Chip("answers", "录入答复…", lambda _row: self.answers()),
        ]
        made = RowList(f"{self.name}_offers", "各单位的要约", "还没有单位。", chips)
        made.opened.connect(self._open)
        return made

    def _open(self, one: Row | None) -> None:
        if one is not None and one.target is not None:
            self.went.emit(one.target)


class ContractDetail(RecordDetail):
    """A contract: its term, its papers, the employers it covers with their confirmation."""

    area = "five_ones"
    word = "集体合同"
    dated = False
    evidence_of = "contract"

    def __init__(self, page: FiveOnesPage) -> None:
        self._page = page
        super().__init__("contract", page.desk, page.problems, WORDS)

    def add_own_tabs(self) -> None:
        """覆盖单位."""
        self.add_tab("covers", "覆盖单位", self._covers_tab)

    def asked_evidence(self) -> Sequence[str]:
        """What a contract usually has."""
        return PROOFS["contract"]

    @property
    def data(self) -> ContractCard:
        """What was read."""
        found: ContractCard = self.card.data
        return found

    def read(self, connection: Any, record: str, day: date) -> Card | None:
        """The contract."""
        return read_contract(connection, record, day)

    def acts_of(self, card: Card) -> list[PageAction]:
        """What it waits for first."""
        data: ContractCard = card.data
        made, make, one, row = self._page.acts, self._page.make, card.id, data.row
        found: list[PageAction] = []
        if row["terminated_on"] is not None:
            found.append(
                PageAction("restore", "取消终止",
                           lambda: self.do(contracts.restore_contract, one), main=True)
            )  # fmt: skip
        elif row["filed_on"] is None:
            limit = data.filing_days
            found.append(
                made.form("file", "登记报送", lambda: contract_forms.file(make, row, limit),
                          main=True)
            )  # fmt: skip
        elif row["published_on"] is None and not row["objected"]:
            found.append(
                made.form("publish", "登记公布", lambda: contract_forms.publish(make, row),
                          main=True)
            )  # fmt: skip
        edit = PageAction(
            "edit", "编辑", lambda: self._page.open_form(contract_forms.edit(data)),
            main=not found, help="F2",
        )  # fmt: skip
        found.append(edit)
        if row["filed_on"] is not None:
            found.append(
                made.form("review", "登记审查意见…", lambda: contract_forms.review(make, row))
            )
        if data.renewed_by is None and row["terminated_on"] is None:
            found.append(made.form("renew", "续签…", lambda: contract_forms.renew(make, data)))
            found.append(made.form("terminate", "终止…",
                                   lambda: contract_forms.terminate(make, data)))  # fmt: skip
        found += [
            made.paper("print_note", "报送说明", "contract_note", id=one),
            made.paper("print_covers", "覆盖单位确认表", "contract_covers", id=one),
        ]
        if data.consultations:
            to = Target(self.area, "consultation", data.consultations[0][0])
            found.append(PageAction("consultation", "打开协商", lambda: self._page.jump(to)))
        found.append(
            made.sure("delete", "删除误录…", "合同和它的覆盖单位、材料一起删除，协商记录留着。",
                      contracts.delete_contract, one)
        )  # fmt: skip
        return found

    def fill(self, tab: str) -> None:
        """Everything came with the card."""
        made = self.widget(tab)
        if tab == "covers" and isinstance(made, RowList) and self.card is not None:
            facts, rows = self.data.facts, cover_rows(self.data, self._desk.day)
            said = f"覆盖 {facts.employers} 家，已确认 {facts.confirmed} 家"
            if facts.area:
                said += f"；本会涵盖 {facts.area} 家，覆盖面 {rate(facts.employers, facts.area)}"
            made.show_rows(rows, said, past=self._desk.is_past)

    def _covers_tab(self) -> QWidget:
        def held(one: Row) -> bool:
            return one.data["until"] is None

        def end(one: Row | None) -> None:
            if one is not None:
                self._page.open_form(contract_forms.end_cover(self._page.make, self.data, one.data))

        def remove(one: Row | None) -> None:
            if one is not None:
                self.do(contracts.delete_cover, one.id)

        chips = [
            Chip("add", "增加…", lambda _row: self._add()),
            Chip("confirm", "填写确认…", lambda _row: self.confirm()),
            Chip("end", "不再覆盖…", end, held),
            Chip("delete", "移除误录", remove, _ALWAYS),
        ]
        empty = "还没有登记覆盖的单位。"
        made = RowList(f"{self.name}_covers", "覆盖单位", empty, chips)
        made.opened.connect(lambda one: self.went.emit(one.target))
        return made

    def confirm(self) -> None:
        """The grid of confirmations."""
        if self._page.may_act():
            CoverGrid(self._desk, self, self.data.row, self.data.covers, self._desk.day).open()

    def _add(self) -> None:
        there = {one["employer_id"] for one in self.data.covers if one["until"] is None}
        contract = self._record

        def chosen(ids: list[str]) -> None:
            self.do(contracts.cover_employers, contract, covers=[Cover(one) for one in ids])

        if self.data.row["scope"] not in REGIONAL and there:
            self._desk.notice("单个企业的合同只能覆盖一个单位。", "覆盖几个单位的，先改范围。")
            return
        choose_firms(self._page, self, self.card.union, chosen, but=there, words="登记覆盖")


def choose_firms(
    page: FiveOnesPage,
    parent: RecordDetail | FiveOnesPage,
    union: tuple[str, str],
    done: Callable[[list[str]], object],
    *,
    but: set[str] | None = None,
    words: str = "下一步",
) -> None:
    """Tick employers that a union covers today; ``but``: who is not offered."""
    if not page.may_act():
        return

    def show(rows: list[dict[str, Any]]) -> None:
        left = [one for one in rows if one["id"] not in (but or set())]
        if not left:
            page.desk.notice(f"「{union[1]}」没有可以选的单位。", "请先在「组织」里办理纳入涵盖。")
            return
        ChooseDialog(
            parent, "firms", "选定单位",
            f"「{union[1]}」和下级工会涵盖的正常单位。「工资协议到期」空着的，现在没有有效的工资协议。",
            FIRM_COLUMNS, left, unit="家", words=words, done=done,
            groups=(Group("without", "没有工资协议的", lambda one: one["running"] is None),),
        ).open()  # fmt: skip

    page.desk.ops.ask(
        lambda connection: firms_to_ask(connection, union[0], page.desk.today),
        owner=page, done=show, slot="firms",
    )  # fmt: skip
