"""``figures``, ``check``, ``report``: what is read out of the workspace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import start
from app.areas import AREAS
from app.base.area import gather
from app.base.command import Outcome
from app.base.errors import UsageError, UserError
from app.base.files import write_for_person
from app.base.findings import Finding, Result, Severity
from app.commands.common import period_of, scope_of, unit_id
from app.figures.engine import Record, Value, records, table
from app.figures.registry import Rate, Registry, Scope
from app.rules.office import rule_book

if TYPE_CHECKING:
    from app.base.command import Call
    from app.paper.model import Document
    from app.paper.reports import Report


def figures(call: Call) -> Outcome:
    """The figures of the whole office or a unit, grouped and opened if asked."""
    options, registry = call.options, start.registry()
    codes = _codes(registry, options.code)
    if options.open and not options.code:
        raise UsageError("--open 要与 --code 一起用。", "请写明要打开哪个指标。")
    if options.by is not None and options.by not in registry.dimensions:
        known = "、".join(f"{d.name}（{d.title}）" for d in registry.dimensions.values())
        raise UserError("NO_DIMENSION", f"不能按「{options.by}」分组。", f"可以用：{known}。")
    with call.workspace() as workspace:

        def read(conn: Any) -> dict[str, Any]:
            scope = scope_of(
                conn,
                today=call.today,
                year=options.year,
                as_of=options.as_of,
                unit=options.unit,
            )
            return _read(conn, registry, codes, scope, options.by, opened=options.open)

        result = workspace.read(read)
    return Outcome(result, _lines(result))


def _codes(registry: Registry, code: str | None) -> list[str]:
    if code is None:
        return registry.codes()
    if code not in registry.codes():
        raise UserError(
            "NO_FIGURE", f"没有代码为「{code}」的指标。", "不写 --code 会列出全部指标。"
        )
    return [code]


def _read(
    conn: Any,
    registry: Registry,
    codes: list[str],
    scope: Scope,
    by: str | None,
    *,
    opened: bool,
) -> dict[str, Any]:
    found = table(conn, registry, codes, scope, by)
    result: dict[str, Any] = {
        "from": scope.period.first,
        "to": scope.period.last,
        "as_of": scope.day,
        "figures": [_figure(registry, found.total[code]) for code in codes],
    }
    if by is not None:
        result["by"] = by
        result["groups"] = [
            {
                "key": key,
                "title": found.labels[key],
                "overlap": found.overlaps,
                "figures": [_figure(registry, row[code]) for code in codes],
            }
            for key, row in found.rows.items()
        ]
    if opened:
        result |= _opened(conn, registry, codes[0], scope, by, found)
    return result


def _figure(registry: Registry, value: Value) -> dict[str, Any]:
    thing = registry.get(value.code)
    plain: dict[str, Any] = {
        "code": value.code,
        "title": thing.title,
        "value": value.value,
        "unit": thing.unit,
        "state": value.state,
    }
    if isinstance(thing, Rate):
        plain |= {"numerator": value.numerator, "denominator": value.denominator}
    return plain


def _opened(
    conn: Any, registry: Registry, code: str, scope: Scope, by: str | None, found: Any
) -> dict[str, Any]:
    """The records behind a figure; for a rate those of numerator and denominator apart."""
    thing = registry.get(code)

    def of(one: str) -> list[dict[str, Any]]:
        if by is None:
            return [_record(r) for r in records(conn, registry, one, scope)]
        return [
            _record(r) | {"group": found.labels[key], "overlap": found.overlaps}
            for key in found.rows
            for r in records(conn, registry, one, scope, by, key)
        ]

    if isinstance(thing, Rate):
        top, bottom = of(thing.numerator), of(thing.denominator)
        every = [r | {"part": "numerator"} for r in top]
        every += [r | {"part": "denominator"} for r in bottom]
        return {"numerator": top, "denominator": bottom, "records": every}
    return {"records": of(code)}


def _record(record: Record) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "id": record.id,
        "title": record.title,
        "value": record.value,
        "source": record.source,
    }


_STATES = {"counted": "", "reported": "（填报）", "mixed": "（部分填报）", "no_data": ""}


def _lines(result: dict[str, Any]) -> list[str]:
    lines = [f"{result['from']} 至 {result['to']}，存量按 {result['as_of']}"]
    lines += [_line(figure) for figure in result["figures"]]
    for group in result.get("groups", ()):
        lines.append(f"— {group['title']}")
        lines += [_line(figure) for figure in group["figures"]]
    for record in result.get("records", ()):
        lines.append(f"    {record['value']:>8,}  {record['title']}  {record['id']}")
    return lines


def _line(figure: dict[str, Any]) -> str:
    value = figure["value"]
    shown = "没有数据" if value is None else f"{value:,}{figure['unit']}"
    return f"{figure['code']}  {figure['title']}  {shown}{_STATES[figure['state']]}"


def check(call: Call) -> Outcome:
    """Every rule against the data; failures alone unless ``--all``."""
    options, today, progress = call.options, call.today, call.progress
    with call.workspace() as workspace:

        def read(conn: Any) -> list[Finding]:
            period = period_of(conn, options.year, today, "annual")
            book, unit = rule_book(conn), unit_id(conn, options.unit)
            return [
                finding
                for run in gather(AREAS, "checks")
                for finding in run(
                    conn,
                    day=min(period.last, today),
                    year=period.last.year,
                    book=book,
                    unit=unit,
                    rule=options.rule,
                    every=options.all,
                    registry=start.registry(),
                    today=today,
                    progress=progress,
                )
            ]

        findings = workspace.read(read)
    failed = [f for f in findings if f.result is Result.FAIL]
    counts = {severity.value: 0 for severity in (Severity.MUST, Severity.EXPLAIN)}
    counts |= {result.value: 0 for result in Result}
    for finding in findings:
        counts[finding.result.value] += 1
    for finding in failed:
        counts[finding.severity.value] = counts.get(finding.severity.value, 0) + 1
    result = {"findings": [finding_json(f) for f in findings], "counts": counts}
    lines = [finding_line(f) for f in findings]
    lines.append(f"必须更正 {counts['must']} 条，需要说明 {counts['explain']} 条")
    return Outcome(result, lines, status=1 if failed else 0)


def assess(call: Call) -> Outcome:
    """The 六有 self-assessment of a union as it stands."""
    from app.paper.asking import ask_of

    options, today = call.options, call.today
    with call.workspace() as workspace:

        def read(conn: Any) -> dict[str, Any]:
            scope = scope_of(conn, today=today, year=options.year, unit=options.unit)
            year = scope.period.last.year
            ask = ask_of(conn, AREAS, scope, year=year, today=today)
            assert scope.unit is not None  # the argument is obligatory
            return {"year": year, **gather(AREAS, "assess")[0](ask, scope.unit)}

        result = workspace.read(read)
    lines = [f"{result['union']}　{result['year']}年度　{result['rubric']}"]
    for item in result["items"]:
        got = item["class"] or ("—" if item["score"] is None else f"{item['score']:g}")
        head = f"{item['id']:<4} {got}/{item['full']:g}"
        lines.append(f"{head}  {item['state']}  {item['title']}")
        lines += [f"     {item['words']}"] if item["words"] else []
    lines.append(f"合计 {result['total']:g} 分　{result['grade']}")
    return Outcome(result, lines)


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding with the keys of the contract."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "result": finding.result.value,
        "object": finding.title,
        "kind": finding.kind,
        "id": finding.id,
        "message": finding.message,
        "basis": finding.basis,
        "explanation": finding.explanation,
        "field": finding.field,
        "put_off": finding.put_off,
    }


_WORDS = {
    Result.PASS: "符合", Result.NO_DATA: "缺数据", Result.NOT_APPLICABLE: "不适用",
}  # fmt: skip
_SEVERITIES = {Severity.MUST: "必须更正", Severity.EXPLAIN: "需要说明", Severity.INFO: "提示"}


def finding_line(finding: Finding) -> str:
    """A finding for a person."""
    word = _WORDS.get(finding.result) or _SEVERITIES[finding.severity]
    about = f"  {finding.title}" if finding.title and finding.title not in finding.message else ""
    said = f"（已说明：{finding.explanation}）" if finding.explanation else ""
    return f"{finding.rule}  {word}{about}  {finding.message}{said}"


def report(call: Call) -> Outcome:
    """A printed form as PDF (or .docx, for pasting elsewhere); ``report list`` names them."""
    from app.paper.child import docx_in_child
    from app.paper.digest import digest
    from app.paper.document import render
    from app.paper.fonts_office import NONE, own_fonts

    options, known = call.options, start.papers()
    if options.name == "list" and options.out is None:
        listed = [
            {"name": r.name, "title": r.title, "note": r.note, "about": r.about}
            for r in known.values()
        ]
        return Outcome({"reports": listed}, [f"{r['name']}  {r['title']}" for r in listed])
    if options.name not in known:
        words = "、".join(f"{r.name}（{r.title}）" for r in known.values())
        raise UserError("NO_REPORT", f"没有「{options.name}」这种报表。", f"可以用：{words}。")
    if options.out is None:
        raise UsageError("缺少：OUT.pdf。", "请写明报表写到哪个文件。")
    out = Path(options.out)
    if out.suffix.lower() not in (".pdf", ".docx"):
        raise UserError("REPORT-NAME", f"不能写成「{out.name}」。", "文件名请以 .pdf 结尾。")
    document = _document(call, known[options.name])
    own = start.settings().get("own_fonts")
    if out.suffix.lower() == ".docx":
        write_for_person(out, docx_in_child(document, call.progress, own_fonts=own))
        return Outcome({"file": out.absolute(), "digest": digest(document)}, [f"已写到：{out}"])
    fonts = own_fonts() if own else NONE
    printed = render(document, office_fonts=fonts.files, progress=call.progress)
    write_for_person(out, printed.pdf)
    missing = [{"code_point": m.code, "where": m.where} for m in printed.missing]
    result = {
        "file": out.absolute(),
        "pages": printed.pages,
        "missing_glyphs": missing,
        "digest": printed.digest,
        "sha256": printed.sha256,
        "fonts": printed.fonts,
        "own_fonts": printed.own_fonts,
    }
    lines = [f"已写到：{out}（{printed.pages} 页）"]
    lines += [f"用了本机字体：{name}" for name in printed.own_fonts]
    lines += [
        f"本机的「{face.name}」不能用：{face.refused}" for s in fonts.sought for face in s.refused
    ]
    lines += [f"没有这个字的字形，印作〓：{m['code_point']}，{m['where']}" for m in missing]
    return Outcome(result, lines)


def _document(call: Call, wanted: Report) -> Document:
    options, today = call.options, call.today
    chosen = {}
    for option in options.option:
        key, sign, value = option.partition("=")
        if not sign:
            raise UsageError(f"--option 要写成 K=V，「{option}」不是。")
        chosen[key] = value
    with call.workspace() as workspace:

        def read(conn: Any) -> Document:
            year = options.year if options.year is not None else today.year
            period = period_of(conn, year, today, "annual")
            scope = scope_of(
                conn, today=today, year=year, as_of=min(period.last, today), unit=options.unit
            )
            scope = replace(scope, period=period)
            return wanted.make(start.ask(conn, scope, year=year, today=today, options=chosen))

        return workspace.read(read)
