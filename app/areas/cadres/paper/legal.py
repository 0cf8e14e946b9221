"""基层工会法人资格: forms of registration, change, renewal and cancellation.

《基层工会法人登记管理办法》（总工办发〔2020〕20号）; fields of the forms offices fill in. Sums of
money and rooms are not kept here: they are left to be written by hand.
"""

from __future__ import annotations

from typing import Any

from app.paper.model import Align, Block, FormGrid, Note, Slot
from app.paper.reports import Ask, texts
from app.pictures.printing import portrait

from ..lists.legal import legal_values

CENTRE = Align.CENTRE


def _said() -> dict[str, Any]:
    known: dict[str, Any] = texts("official_tables")["legal"]
    return known


class _Form:
    """Rows of a form in eight columns, put together one by one."""

    def __init__(self, ask: Ask, union_id: str) -> None:
        self.said, self.known = _said(), legal_values(ask.conn, union_id, ask.scope.day)
        chair = self.known.get("c_person")
        self.photo = portrait(ask.conn, "person", chair) if chair else b""
        self.rows: list[tuple[Slot, ...]] = []
        self.heights: list[int] = []

    def head(self, key: str, **more: Any) -> Slot:
        return Slot(self.said["words"][key], head=True, **more)

    def add(self, *slots: Slot, height: int = 1) -> None:
        self.rows.append(slots)
        self.heights.append(height)

    def pairs(self, *pairs: tuple[str, str, int], height: int = 1) -> None:
        """(word, value's key, how many columns the value covers) … in one row."""
        slots: list[Slot] = []
        for word, key, across in pairs:
            slots += [self.head(word), Slot(self.known.get(key, ""), align=CENTRE, across=across)]
        self.add(*slots, height=height)

    def line(self, word: str, text: str, *, height: int = 2) -> None:
        """One head and a text over the rest."""
        self.add(self.head(word), Slot(text, across=7), height=height)

    def opinions(self, *, height: int = 4) -> None:
        said = self.said
        for head, text in ((said["own"], said["own_text"]), (said["upper"], said["stamp"]),
                           (said["registrar"], said["stamp"])):  # fmt: skip
            self.add(Slot(head, head=True), Slot(text, across=7, low=True), height=height)

    def chair(self) -> None:
        self.add(
            self.head("person"), Slot(self.known.get("c_name", ""), align=CENTRE), self.head("sex"),
            Slot(self.known.get("c_sex", ""), align=CENTRE), self.head("ethnicity"),
            Slot(self.known.get("c_ethnicity", ""), align=CENTRE),
            self.head("photo", down=3, across=2, photo=self.photo),
        )  # fmt: skip
        self.add(
            self.head("birth"), Slot(self.known.get("c_birth", ""), align=CENTRE),
            self.head("education"), Slot(self.known.get("c_education", ""), align=CENTRE),
            self.head("political"), Slot(self.known.get("c_political", ""), align=CENTRE),
        )  # fmt: skip
        self.add(
            self.head("post"), Slot(self.known.get("c_post", ""), align=CENTRE),
            self.head("service"), Slot(self.known.get("c_service", ""), align=CENTRE),
            self.head("since"), Slot(self.known.get("c_since", ""), align=CENTRE),
        )  # fmt: skip
        self.pairs(("joined", "c_joined", 3), ("other_post", "c_other", 3))
        self.pairs(("number", "c_number", 3), ("mobile", "c_mobile", 3))

    def made(self) -> list[Block]:
        grid = FormGrid(
            (1.15, 1.1, 1.05, 1.1, 1.05, 1.15, 1.05, 1.0), tuple(self.rows), tuple(self.heights),
            size=10.5,
        )  # fmt: skip
        return [grid, Note(self.said["note"])]


def application(ask: Ask, union_id: str) -> list[Block]:
    """工会法人资格登记申请表."""
    form = _Form(ask, union_id)
    words = form.said["words"]
    form.pairs(("name", "name", 5), ("phone", "phone", 1))
    form.pairs(("address", "address", 5), ("postcode", "", 1))
    form.pairs(("office_address", "address", 5), ("email", "", 1))
    form.line("founded", words["founded_text"].format(**form.known))
    form.pairs(("approved_by", "upper", 3), ("doc_no", "founded_doc", 3))
    form.pairs(("workers", "workers", 1), ("members", "members", 1), ("full_time", "full_time", 3))
    form.pairs(("employer", "employer", 3), ("nature", "nature", 3))
    form.pairs(("division", "division", 3), ("industry", "industry", 3))
    for key in ("income", "funds", "room"):
        form.line(key, words[f"{key}_text"])
    form.pairs(("credit_code", "credit_code", 3), ("former", "certificate_no", 3))
    form.line("scope", "", height=2)
    form.line("liability", "", height=1)
    form.chair()
    form.line("handler", words["handler_text"])
    form.opinions(height=4)
    return form.made()


def change(ask: Ask, union_id: str) -> list[Block]:
    """工会法人变更登记申请表."""
    form = _Form(ask, union_id)
    words = form.said["words"]
    form.pairs(("name", "name", 5), ("phone", "phone", 1))
    form.pairs(("credit_code", "credit_code", 3), ("certificate", "certificate_no", 3))
    form.add(form.head("changed", across=2), form.head("before", across=3),
             form.head("after", across=3))  # fmt: skip
    for word in words["changed_rows"]:
        form.add(
            Slot(word, across=2, align=CENTRE), Slot("", across=3), Slot("", across=3), height=2
        )
    form.line("reason", "", height=3)
    form.pairs(("change_doc", "", 7), height=1)
    form.chair()
    form.line("handler", words["handler_text"])
    form.opinions(height=4)
    return form.made()


def renewal(ask: Ask, union_id: str) -> list[Block]:
    """法人资格证书换领（补领）申请表."""
    form = _Form(ask, union_id)
    words = form.said["words"]
    form.pairs(("name", "name", 5), ("phone", "phone", 1))
    form.pairs(("address", "address", 7))
    form.pairs(("credit_code", "credit_code", 3), ("certificate", "certificate_no", 3))
    form.line("kind", words["kinds_text"], height=1)
    form.line("valid", words["valid_text"].format(**form.known), height=1)
    form.line("new_term", words["new_term_text"].format(**form.known), height=1)
    form.pairs(("approved_by", "upper", 3), ("doc_no", "", 3))
    form.pairs(("workers", "workers", 1), ("members", "members", 1), ("full_time", "full_time", 3))
    form.chair()
    form.line("reason", "", height=3)
    form.line("handler", words["handler_text"])
    form.opinions(height=4)
    return form.made()


def cancellation(ask: Ask, union_id: str) -> list[Block]:
    """工会法人注销登记申请表."""
    form = _Form(ask, union_id)
    words = form.said["words"]
    form.pairs(("name", "name", 5), ("phone", "phone", 1))
    form.pairs(("credit_code", "credit_code", 3), ("certificate", "certificate_no", 3))
    form.pairs(("members", "members", 3), ("members_to", "members_to", 3))
    form.line("cancel", words["cancel_text"], height=2)
    form.pairs(("change_doc", "", 7), height=1)
    for key in ("clearing", "debts", "archive"):
        form.line(key, "", height=4)
    form.line("handler", words["handler_text"])
    form.opinions(height=5)
    return form.made()
