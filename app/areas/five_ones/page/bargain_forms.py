"""The forms of consultations and of 集中要约, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.areas.members.lists.detail import pick_member
from app.areas.members.page.maker import Maker, day
from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Values, as_kept, as_shown, words, yes_no

from ..acts import consultations, offers
from ..lists.bargain_detail import (
    ConsultationCard,
    congresses_of,
    name_and_sex,
    resolutions_of,
)
from ..rules.bargaining_facts import REGIONAL
from .contract_forms import content_fields, contract_values, term_fields, usual_term

KIND = "consultation"
BATCH = "offer_batch"
ERRORS = {"REQUIRED": "title", "NO_UNION": "union_id", "OUTSIDE": "union_id",
          "FUTURE": "offered_on", "CODE": "kind"}  # fmt: skip
_FLAGS = ("outside", "front_line", "dispatched")
SEX = (Choice("1", "男"), Choice("2", "女"))


def _of(card: ConsultationCard, **more: Any) -> dict[str, Any]:
    row = card.row
    return {"record": row["id"], "kind": KIND, "shows": row["id"],
            "errors": {"DATES": "on", "FUTURE": "on", "REQUIRED": "name"} | more.pop("errors", {}),
            **more}  # fmt: skip


def _title(_connection: Any, chosen: str) -> Values:
    names = {choice.key: choice.title for choice in words("contract_kind")}
    return {"title": f"{names.get(chosen, '')}协商"}


def start(make: Maker, union: tuple[str, str] | None) -> FormSpec:
    """发起集体协商."""
    fields = (
        make.union(label="哪个工会"),
        Field("kind", "协商内容", Kind.CHOICE, choices=words("contract_kind"), obligatory=True),
        Field("scope", "范围", Kind.CHOICE, choices=words("contract_scope"), obligatory=True,
              help="联合会与几个单位一起协商的，选区域性或行业性"),
        make.employer(label="协商的单位"),
        Field("title", "名称", obligatory=True, max_length=120),
        Field("offered_by", "要约方", Kind.CHOICE, choices=words("offer_party"), obligatory=True,
              group="要约"),
        day("offered_on", "要约日期", obligatory=False, help="还没有发出的空着"),
        day("delivered_on", "送达日期", obligatory=False),
        Field("subject", "协商议题", Kind.LINES, max_length=500,
              help="例如：年度工资增长、最低工资标准、加班工资"),
        Field("note", "备注", Kind.LINES, max_length=500),
    )  # fmt: skip
    return FormSpec(
        "start_consultation", "发起集体协商", fields,
        lambda v: Call(consultations.start_consultation, (), dict(v)),
        {"union_id": union[0] if union else None, "kind": "wage", "scope": "enterprise",
         "offered_by": "union", "offered_on": make.today, "title": "工资专项集体合同协商"},
        dict([union]) if union else {}, words="登记", kind=KIND,
        errors=ERRORS | {"REQUIRED": "employer_id", "DATES": "delivered_on"},
        intro="对方应在20天内书面答复。以后每办一步，在「过程」里登记。", fills={"kind": _title},
        hides={"employer_id": lambda v: v.get("scope") == "enterprise"},
    )  # fmt: skip


def edit(card: ConsultationCard) -> FormSpec:
    """更正集体协商."""
    row = card.row
    fields = (
        Field("title", "名称", obligatory=True, max_length=120),
        Field("kind", "协商内容", Kind.CHOICE, choices=words("contract_kind"), obligatory=True),
        Field("offered_by", "要约方", Kind.CHOICE, choices=words("offer_party"), group="要约"),
        day("offered_on", "要约日期", obligatory=False),
        day("delivered_on", "送达日期", obligatory=False),
        day("answered_on", "答复日期", obligatory=False, group="答复"),
        Field("answer", "答复", Kind.CHOICE, choices=words("consultation_answer")),
        Field("answer_text", "答复内容", Kind.LINES, max_length=500),
        day("data_on", "提供资料日期", obligatory=False, group="协商"),
        Field("subject", "协商议题", Kind.LINES, max_length=500),
        Field("note", "备注", Kind.LINES, max_length=500),
    )
    return FormSpec(
        "edit_consultation", "编辑集体协商", fields,
        lambda v: Call(consultations.edit_consultation, (row["id"],), dict(v)),
        {f.key: row[f.key] for f in fields}, done="已保存。",
        **_of(card, errors={"DATES": "answered_on", "ANSWER": "answer", "REQUIRED": "title",
                            "FUTURE": "offered_on"}),
    )  # fmt: skip


def make_offer(make: Maker, card: ConsultationCard) -> FormSpec:
    """登记发出要约."""
    fields = (
        Field("offered_by", "要约方", Kind.CHOICE, choices=words("offer_party"), obligatory=True),
        day("on", "要约日期"),
        day("delivered_on", "送达日期", obligatory=False),
    )
    return FormSpec(
        "make_offer", "登记发出要约", fields,
        lambda v: Call(consultations.make_offer, (card.row["id"],), dict(v)),
        {"on": make.today, "offered_by": card.row["offered_by"] or "union"}, words="登记",
        intro="要约书可以先打印。", **_of(card),
    )  # fmt: skip


def deliver(make: Maker, ids: Sequence[str], title: str, shows: tuple[str, str] = (KIND, "")
            ) -> FormSpec:  # fmt: skip
    """登记送达 of one or many offers."""
    return FormSpec(
        "deliver_offers", f"登记送达：{title}", (day("on", "送达日期"),),
        lambda v: Call(consultations.deliver_offers, (list(ids),), dict(v)), {"on": make.today},
        intro="对方的答复期限从送达那天算起。", words="登记", record=shows[1], kind=shows[0],
        shows=shows[1], errors={"DATES": "on", "FUTURE": "on", "NOT_OFFERED": "on"},
    )  # fmt: skip


def answer(make: Maker, card: ConsultationCard) -> FormSpec:
    """登记答复."""
    fields = (
        day("on", "答复日期"),
        Field("answer", "答复", Kind.CHOICE, choices=words("consultation_answer"),
              obligatory=True),
        Field("answer_text", "答复内容", Kind.LINES, max_length=500),
    )  # fmt: skip
    return FormSpec(
        "answer_offer", "登记应约答复", fields,
        lambda v: Call(consultations.answer_offer, (card.row["id"],), dict(v)),
        {"on": make.today, "answer": "agreed"}, words="登记", **_of(card),
    )  # fmt: skip


# -- representatives -------------------------------------------------------------------------------


def _person(connection: Any, person: str) -> Values:
    """Name and sex of the person chosen."""
    return {key: value for key, value in name_and_sex(connection, person).items() if value}


def _seat_fields() -> tuple[Field, ...]:
    return (
        Field("side", "哪一方", Kind.CHOICE, choices=words("consultation_side"), obligatory=True),
        Field("person_id", "名册里的人", Kind.PICKER, picker=pick_member,
              help="是会员的从名册里选；不是的直接填姓名"),
        Field("name", "姓名", obligatory=True, max_length=60),
        Field("sex", "性别", Kind.CHOICE, choices=SEX),
        Field("post_name", "职务", max_length=60),
        Field("head", "首席代表", Kind.FLAG, help="是这一方的首席代表"),
        Field("office", "首席代表的身份", Kind.CHOICE, choices=words("negotiator_office"),
              help="由工会主席、法定代表人以外的人担任的空着，填书面委托的日期"),
        day("mandate_on", "书面委托日期", obligatory=False),
        yes_no("front_line", "一线职工", group="其他"),
        yes_no("outside", "外聘专业人员"),
        yes_no("dispatched", "劳务派遣工"),
    )  # fmt: skip


def _heads(values: Values) -> bool:
    return bool(values.get("head"))


def seat(card: ConsultationCard, side: str, row: Mapping[str, Any] | None = None) -> FormSpec:
    """登记协商代表, or 更正 of one."""
    fields = _seat_fields()

    def call(values: Values) -> Call:
        kept = as_kept(values, _FLAGS)
        kept["head"] = bool(kept["head"])
        if not kept["head"]:
            kept |= {"office": None, "mandate_on": None}
        if row is not None:
            return Call(consultations.edit_negotiator, (row["id"],), kept)
        return Call(consultations.add_negotiator, (card.row["id"],), kept)

    first = not any(one["head"] for one in card.side(side))
    office = "chair" if side == "workers" else "legal_representative"
    begin: dict[str, Any] = {"side": side, "head": first, "office": office if first else None}
    if first and side == "employer":
        begin["name"] = card.legal_representative or None
    if row is not None:
        begin = as_shown({f.key: row[f.key] for f in fields}, _FLAGS)
    return FormSpec(
        "negotiator", "更正协商代表" if row else "登记协商代表", fields, call, begin,
        {row["person_id"]: row["name"]} if row and row["person_id"] else {},
        intro="双方人数对等，每方至少3人，各有1名首席代表；外聘的不超过三分之一。",
        fills={"person_id": _person}, hides={"office": _heads, "mandate_on": _heads},
        words="保存", **_of(card, errors={"HEAD": "head", "TWICE": "name"}),
    )  # fmt: skip


# -- data, talks, outcome, congress ----------------------------------------------------------------


def data(make: Maker, card: ConsultationCard) -> FormSpec:
    """登记资料提供."""
    return FormSpec(
        "hand_over_data", "登记资料提供", (day("on", "提供日期"),),
        lambda v: Call(consultations.hand_over_data, (card.row["id"],), dict(v)),
        {"on": make.today}, words="登记",
        intro="协商开始前5天内，双方按对方要求提供有关的真实情况和资料。", **_of(card),
    )  # fmt: skip


def talk(make: Maker, card: ConsultationCard, row: Mapping[str, Any] | None = None) -> FormSpec:
    """登记协商会议, or 更正 of one."""
    fields = (
        day("on_day", "日期", help="约定了还没有开的，填约定的日期"),
        Field("place", "地点", max_length=120),
        Field("chaired_by", "主持", Kind.CHOICE, choices=words("consultation_side"),
              help="会议由双方首席代表轮流主持"),
        Field("minutes", "记录要点", Kind.LINES, max_length=2000),
        yes_no("agreed", "达成一致"),
    )  # fmt: skip
    last = card.talks[-1]["chaired_by"] if card.talks else "employer"
    begin: Mapping[str, Any] = {
        "on_day": make.today, "chaired_by": "workers" if last == "employer" else "employer",
    }  # fmt: skip
    if row is not None:
        begin = as_shown({f.key: row[f.key] for f in fields}, ("agreed",))

    def call(values: Values) -> Call:
        kept = as_kept(values, ("agreed",))
        if row is not None:
            return Call(consultations.edit_talk, (row["id"],), kept)
        return Call(consultations.add_talk, (card.row["id"],), kept)

    return FormSpec(
        "talk", "更正协商会议" if row else "登记协商会议", fields, call, begin, words="保存",
        **_of(card, errors={"DATES": "on_day"}),
    )  # fmt: skip


def conclude(card: ConsultationCard) -> FormSpec:
    """登记协商结果."""
    fields = (
        Field("outcome", "结果", Kind.CHOICE, choices=words("consultation_outcome"),
              obligatory=True),
        day("closed_on", "结束日期", obligatory=False, help="没有达成一致、不再谈的才填"),
    )  # fmt: skip
    return FormSpec(
        "conclude", "登记协商结果", fields,
        lambda v: Call(consultations.conclude, (card.row["id"],), dict(v)),
        {"outcome": "agreed"}, words="登记",
        hides={"closed_on": lambda v: v.get("outcome") == "failed"},
        **_of(card, errors={"DATES": "closed_on", "FUTURE": "closed_on", "SIGNED": "outcome"}),
    )  # fmt: skip


class DecisionPicker:
    """Chooses a 职代会 of the union with one of its resolutions (``congress:resolution``), or the
    meeting alone."""

    title = "职代会和决议"

    def __init__(self, union: str) -> None:
        self._union = union

    def _every(self, connection: Any) -> list[Choice]:
        found = []
        for congress, title, held in congresses_of(connection, self._union):
            when = held.isoformat() if held else "还没有召开"
            for one, name in resolutions_of(connection, congress):
                found.append(Choice(f"{congress}:{one}", name, f"{when} {title}"))
            found.append(Choice(f"{congress}:", f"{title}（暂不选决议）", when))
        return found

    def search(self, connection: Any, text: str, limit: int) -> Sequence[Choice]:
        """Those whose words hold the text."""
        found = self._every(connection)
        return [one for one in found if text in one.title + one.note][:limit]

    def titles(self, connection: Any, keys: Sequence[str]) -> Mapping[str, str]:
        """Key → words."""
        return {one.key: one.title for one in self._every(connection) if one.key in set(keys)}


def congress(card: ConsultationCard) -> FormSpec:
    """草案提交职代会审议."""
    row = card.row
    present = f"{row['congress_id']}:{row['resolution_id'] or ''}" if row["congress_id"] else None
    titles = {present: card.resolution or card.congress} if present else {}

    def call(values: Values) -> Call:
        meeting, _, decision = str(values["decision"]).partition(":")
        given = {"congress_id": meeting, "resolution_id": decision or None}
        return Call(consultations.put_to_congress, (row["id"],), given)

    field = Field("decision", "职代会和决议", Kind.PICKER, obligatory=True,
                  picker=DecisionPicker(row["union_id"]))  # fmt: skip
    return FormSpec(
        "put_to_congress", "草案提交职代会审议", (field,), call, {"decision": present}, titles,
        intro="职代会和表决票数先在「活动」里登记，这里选定是哪一次、哪一项决议。"
              "要有三分之二以上到会、全体代表半数以上赞成。",
        words="登记", **_of(card, errors={"OTHER_MEETING": "decision"}),
    )  # fmt: skip


def sign(make: Maker, card: ConsultationCard) -> FormSpec:
    """签订集体合同."""
    row = card.row
    fields = (
        Field("title", "合同名称", obligatory=True, max_length=120),
        *term_fields(),
        *content_fields(),
    )
    title = row["title"].removesuffix("协商")
    begin = {"title": title, "workers": card.facts.workers, "women": card.facts.women}
    later = "覆盖的单位签订以后在合同里登记。" if row["scope"] in REGIONAL else ""
    return FormSpec(
        "sign_contract", "签订集体合同", fields,
        lambda v: Call(consultations.sign_contract, (row["id"],), contract_values(v)),
        begin | usual_term(make.today), words="登记签订",
        intro=f"双方首席代表签字盖章后登记。{later}", done="已签订。下一步：报送人社部门。",
        **_of(card, errors={"DATES": "signed_on", "FUTURE": "signed_on", "REQUIRED": "title",
                            "OUTSIDE": "title", "VALUE": "workers"}),
    )  # fmt: skip


def close(make: Maker, card: ConsultationCard) -> FormSpec:
    """结束协商."""
    fields = (day("on", "结束日期"), Field("note", "原因", Kind.LINES, max_length=500))
    return FormSpec(
        "close_consultation", "结束协商", fields,
        lambda v: Call(consultations.close_consultation, (card.row["id"],), dict(v)),
        {"on": make.today, "note": card.row["note"]}, words="结束",
        intro="不再继续的协商办理结束，以后可以重新开始。", **_of(card),
    )  # fmt: skip


# -- 集中要约 --------------------------------------------------------------------------------------


def _batch_fields() -> tuple[Field, ...]:
    return (
        Field("title", "行动名称", obligatory=True, max_length=120),
        Field("doc_word", "文号字头", max_length=40,
              help="例如：王总工要约；年份和序号自动编，如 王总工要约〔2026〕1号"),
        day("offered_on", "要约日期"),
        Field("subject", "协商议题", Kind.LINES, max_length=500),
        Field("proposal", "协商的时间、地点和意见", Kind.LINES, max_length=1500,
              help="印在每一份要约书上"),
        Field("note", "备注", Kind.LINES, max_length=500),
    )  # fmt: skip


def offer(make: Maker, union: tuple[str, str], employers: Sequence[str]) -> FormSpec:
    """发出集中要约 to the firms chosen."""
    kind = Field("kind", "协商内容", Kind.CHOICE, choices=words("contract_kind"), obligatory=True)
    fields = (*_batch_fields()[:3], day("delivered_on", "送达日期", obligatory=False,
              help="当天都送到的才填；逐家送的以后登记"), kind, *_batch_fields()[3:])  # fmt: skip
    year = make.today.year
    start = {"title": f"{year}年工资集体协商集中要约", "kind": "wage", "offered_on": make.today,
             "subject": f"{year}年度职工工资增长、最低工资标准、加班工资和津贴补贴"}  # fmt: skip
    given = {"union_id": union[0], "employer_ids": list(employers)}
    return FormSpec(
        "offer_together", f"集中要约：{len(employers)} 个单位", fields,
        lambda v: Call(offers.offer_together, (), dict(v) | given), start, kind=BATCH,
        intro=f"由「{union[1]}」向选定的 {len(employers)} 个单位发出。保存后可成批打印要约书。",
        words="发出要约", done="已发出。可以打印要约书，答复来了再录入。",
        errors={"REQUIRED": "title", "FUTURE": "offered_on", "DATES": "delivered_on",
                "OUTSIDE": "title"},
    )  # fmt: skip


def edit_offer(row: Mapping[str, Any]) -> FormSpec:
    """更正集中要约."""
    fields = _batch_fields()
    return FormSpec(
        "edit_offer", "编辑集中要约", fields,
        lambda v: Call(offers.edit_offer, (row["id"],), dict(v)),
        {f.key: row[f.key] for f in fields},
        record=row["id"], kind=BATCH, shows=row["id"], done="已保存。",
        errors={"REQUIRED": "title", "DATES": "offered_on", "FUTURE": "offered_on"},
    )  # fmt: skip


def sign_many(
    make: Maker, row: Mapping[str, Any], ids: Sequence[str], *, together: bool
) -> FormSpec:
    """合签 one contract that covers all, or 分别签订."""
    fields: tuple[Field, ...] = term_fields()
    if together:
        scope = Field("scope", "范围", Kind.CHOICE, choices=words("contract_scope", *REGIONAL),
                      obligatory=True)  # fmt: skip
        title = Field("title", "合同名称", obligatory=True, max_length=120)
        sure = day("confirmed_on", "单位确认日期", obligatory=False,
                   help="各单位同一天书面确认的才填；否则以后逐个登记")  # fmt: skip
        fields = (title, scope, *fields, sure, *content_fields())
    act = offers.sign_together if together else offers.sign_each
    start = usual_term(make.today) | {"scope": "regional", "title": row["contract_title"]}
    word = "合签一份合同" if together else "分别签订"
    return FormSpec(
        "sign_many", f"{word}：{len(ids)} 个单位", fields,
        lambda v: Call(act, (list(ids),), contract_values(v)),
        {f.key: start.get(f.key) for f in fields}, record=row["id"], kind=BATCH, shows=row["id"],
        words="登记签订", done="已签订。下一步：报送人社部门。",
        intro="同意协商、还没有签订的单位一起签。",
        errors={"DATES": "signed_on", "FUTURE": "signed_on", "REQUIRED": "title",
                "MIXED": "title", "OUTSIDE": "title"},
    )  # fmt: skip
