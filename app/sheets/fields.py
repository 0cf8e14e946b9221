"""What an area says about a list it reads and writes: its fields, in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import import_module
from typing import Any


class Kind(StrEnum):
    """What a cell holds; decides how it is read, checked and written.

    The value read is text except where said: ``DAY`` ISO text, ``COUNT`` int, ``MONEY`` int in
    fen (cells are in yuan), ``FLAG`` bool, ``CODE`` the code of a code list.
    """

    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    MONEY = "money"
    FLAG = "flag"
    CODE = "code"
    IDENTITY = "identity"  # citizen identity number
    CREDIT = "credit"  # unified social credit code
    NUMBER = "number"  # a code written in digits; as a number cell it is an error
    ACCOUNT = "account"  # a long number that is no key (bank account); as a number cell a doubt
    PHONE = "phone"  # mobile or landline, one or several
    MOBILE = "mobile"


KEYS = frozenset({Kind.IDENTITY, Kind.CREDIT, Kind.NUMBER})
DIGITS = KEYS | {Kind.ACCOUNT, Kind.PHONE, Kind.MOBILE}
AMOUNTS = frozenset({Kind.COUNT, Kind.MONEY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a list.

    Attributes:
        key: ASCII name of the value.
        title: header in our own templates and exports.
        kind: see ``Kind``.
        synonyms: other headers that mean it (blanks, stars, （必填） and width do not matter).
        fallbacks: headers that mean it only where no other column does.
        obligatory: a row without it is rejected; a sheet without it is not such a list.
        must: an unreadable day rejects the row (founding, joining, changing, leaving).
        width: of the column, in characters.
        note: one sentence for the person who fills it in.
        choices: name of the code list, for ``CODE``.
        holder: whose credit code, ``union`` or ``employer``; empty: anyone's.
        sensitive: masked in exports unless revealed.
        example: shown in the note of the template; a row made of examples is no data.
        fill_down: a value in a cell merged downwards holds for all its rows; never for amounts.
        told: stands in exports for people to read; no template asks for it, no import reads it.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    synonyms: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    obligatory: bool = False
    must: bool = False
    width: int = 14
    note: str = ""
    choices: str = ""
    holder: str = ""
    sensitive: bool = False
    example: str = ""
    fill_down: bool = True
    told: bool = False

    def __post_init__(self) -> None:
        if (self.kind is Kind.CODE) != bool(self.choices):
            raise ValueError(f"{self.key}: a code field names its list, no other does")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetKind:
    """A list that can be read and written.

    Attributes:
        kind: ASCII name (``organisations``).
        title: Chinese name (工会组织).
        fields: in the order of the template.
        keys: what makes two rows the same thing, strongest first; each is a tuple of field keys
            of which the first must be filled. A weaker key does not join rows whose stronger keys
            are both filled and differ.
        row_check: ``module:function`` of the area, called in the child with (values of the row,
            originals); returns problems as ``(field, code, severity, message, candidates)``. It may
            change both, where fields are judged together; repairs told of a value that it changes
            are told no more.
        key_function: ``module:function`` of the area in place of ``keys``; called with the
            values, returns the keys of a row as a list of tuples, strongest first.
        notes: sentences above the header of the template.
        ignored: further headers that are known and of no use.
        beside: fields that tell when or how a row was handed in: two rows that differ in these
            alone say the same.
    """

    kind: str
    title: str
    fields: tuple[Field, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    row_check: str = ""
    key_function: str = ""
    notes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        keys = [field.key for field in self.fields]
        if len(set(keys)) != len(keys):
            raise ValueError(f"{self.kind}: a field occurs twice")
        unknown = {key for group in self.keys for key in group} - set(keys)
        if unknown:
            raise ValueError(f"{self.kind}: unknown fields in keys: {sorted(unknown)}")

    @property
    def asked(self) -> SheetKind:
        """The same without the columns that are only told: they are known, and not read."""
        told = [word for f in self.fields if f.told for word in (f.title, *f.synonyms)]
        if not told:
            return self
        fields = tuple(field for field in self.fields if not field.told)
        return replace(self, fields=fields, ignored=(*self.ignored, *told))

    def field(self, key: str) -> Field:
        """The field of that name; ``KeyError`` if there is none."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)


def load(dotted: str) -> Any:
    """The object of ``module:name``, or None for ""."""
    if not dotted:
        return None
    module, _, name = dotted.partition(":")
    return getattr(import_module(module), name)
