"""YAML to records that remember on which line each value stands, within bounds that no file can break."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from wijkaanpak.demo.faults import Fault, WorldFaults

BYTES_AT_MOST = 64 * 1024 * 1024
VALUES_AT_MOST = 1_000_000  # aliases count as all that they stand for
DEPTH_AT_MOST = 30
DIGITS_AT_MOST = 18

# What an escape such as "\\0" can still bring in, and neither a database nor a screen can take.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
RESOLVER = yaml.resolver.Resolver()
CONSTRUCTOR = yaml.constructor.SafeConstructor()
TAG = "tag:yaml.org,2002:"

TOO_DEEP = f"Hier staat meer dan {DEPTH_AT_MOST} niveaus diep genest; zo diep gaat een wereld niet."
UNREADABLE = (
    "Vanaf hier is het bestand niet als YAML te lezen: kijk naar inspringing, dubbele punten, haakjes en "
    "aanhalingstekens."
)
NO_MAPPING = (
    "Het bestand is leeg, of geen reeks sleutels met waarden; bovenaan hoort bijvoorbeeld "
    '"organisaties:" te staan.'
)


class Record(dict[str, Any]):
    """A mapping with its own line and the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def line_of(self, key: object) -> int:
        """The line of a key, or of the record itself for a key it does not have."""
        return self.lines.get(str(key), self.line)


class Listing(list[Any]):
    """A sequence with its own line and the line of each item."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []

    def line_of(self, index: object) -> int:
        """The line of an item, or of the list itself for an item it does not have."""
        return self.lines[index] if isinstance(index, int) and index < len(self.lines) else self.line


@dataclass
class _Open:
    """A container that is being filled; `key` waits for its value."""

    container: Record | Listing
    anchor: str | None
    weight: int = 1
    key: str | None = None


def read_records(path: Path) -> tuple[Record, list[Fault]]:
    """The top-level record of a file and the faults that did not stop the reading.

    Raises WorldFaults when the file cannot be read as one YAML mapping in UTF-8. Dates stay text, as written.
    """
    text = _decoded(_bytes_of(path))
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        deep = "nesting depth" in str(getattr(error, "problem", ""))  # the reader has a bound of its own
        raise _stop(mark.line + 1 if mark else 1, TOO_DEEP if deep else UNREADABLE) from None
    if not isinstance(builder.root, Record):
        raise _stop(1, NO_MAPPING)
    return builder.root, builder.faults


def _stop(line: int, sentence: str) -> WorldFaults:
    return WorldFaults([Fault(line, sentence)])


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_AT_MOST + 1)
    except (OSError, ValueError):
        raise _stop(1, f"Het bestand {path} is er niet of kan niet worden gelezen.") from None
    if len(data) > BYTES_AT_MOST:
        raise _stop(1, f"Het bestand is te groot: meer dan {BYTES_AT_MOST // 1024 // 1024} megabyte.")
    return data


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _stop(line, "Hier staat een teken dat geen UTF-8 is; sla het bestand op als UTF-8.") from None
    odd = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        raise _stop(line, "Hier staat een onzichtbaar stuurteken; haal het weg.")
    return text


class _Builder:
    """Turns parser events into records without recursion, so that depth and aliases stay within bounds."""

    def __init__(self) -> None:
        self.root: Any = None
        self.faults: list[Fault] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._values = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise _stop(line, "Hier begint een tweede document; een wereld is één document.")
            case yaml.ScalarEvent():
                self._scalar(event, line)
            case yaml.AliasEvent():
                self._alias(event, line)
            case yaml.MappingStartEvent():
                self._begin(Record(line), event, line)
            case yaml.SequenceStartEvent():
                self._begin(Listing(line), event, line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = self._open.pop()
                if done.anchor:
                    self._anchors[done.anchor] = (done.container, done.weight)
                self._place(done.container, done.container.line, done.weight)

    def _begin(self, container: Record | Listing, event: Any, line: int) -> None:
        if len(self._open) >= DEPTH_AT_MOST:
            raise _stop(line, TOO_DEEP)
        if event.tag and event.tag not in (f"{TAG}map", f"{TAG}seq", "!"):
            self._strange_tag(line)
        self._count(1, line)
        self._open.append(_Open(container, event.anchor))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        self._count(1, line)
        if UNSPEAKABLE.search(event.value):
            self.faults.append(Fault(line, "In deze tekst staat een stuurteken; haal het weg."))
            event.value = UNSPEAKABLE.sub("", event.value)
        top = self._open[-1] if self._open else None
        is_key = top is not None and isinstance(top.container, Record) and top.key is None
        value = event.value if is_key else self._value(event, line)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._place(value, line, 1)

    def _alias(self, event: yaml.AliasEvent, line: int) -> None:
        found = self._anchors.get(event.anchor or "")
        if any(frame.anchor == event.anchor for frame in self._open):
            raise _stop(
                line, f'De verwijzing "*{event.anchor}" staat in het stuk waar zij zelf naar verwijst.'
            )
        if found is None:
            raise _stop(line, f'De verwijzing "*{event.anchor}" verwijst naar niets.')
        value, weight = found
        self._count(weight, line)
        self._place(value, line, weight)

    def _count(self, weight: int, line: int) -> None:
        self._values += weight
        if self._values > VALUES_AT_MOST:
            raise _stop(line, f"Het bestand telt tot hier meer dan {VALUES_AT_MOST} waarden; dat is te veel.")

    def _place(self, value: Any, line: int, weight: int) -> None:
        if not self._open:
            self.root = value
            return
        top = self._open[-1]
        top.weight += weight
        if isinstance(top.container, Listing):
            top.container.append(value)
            top.container.lines.append(line)
        elif top.key is None:
            top.key = self._key(value, top.container, line)
        else:
            top.container[top.key] = value
            top.key = None

    def _key(self, value: Any, record: Record, line: int) -> str:
        if not isinstance(value, str):
            raise _stop(line, "Hier staat een lijst of een getal waar een sleutel hoort.")
        if value in record:
            first = record.line_of(value)
            self.faults.append(
                Fault(line, f'De sleutel "{value}" staat hier dubbel; de eerste staat op regel {first}.')
            )
        record.lines[value] = line
        return value

    def _strange_tag(self, line: int) -> None:
        self.faults.append(Fault(line, 'Een label met "!" wordt in een wereld niet gelezen.'))

    def _value(self, event: yaml.ScalarEvent, line: int) -> Any:
        """Text, number, truth or nothing; a date stays the text it was written as."""
        tag = event.tag
        if tag in (None, "!"):
            tag = RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
        node = yaml.ScalarNode(tag, event.value)
        try:
            match tag.removeprefix(TAG):
                case "null":
                    return None
                case "bool":
                    return CONSTRUCTOR.construct_yaml_bool(node)
                case "int":
                    short = len(event.value) <= DIGITS_AT_MOST
                    return CONSTRUCTOR.construct_yaml_int(node) if short else event.value
                case "float":
                    number = CONSTRUCTOR.construct_yaml_float(node)
                    return number if abs(number) < float("inf") else event.value
                case "str" | "timestamp" | "merge" | "value":
                    return event.value
        except (ValueError, KeyError, OverflowError):
            return event.value
        self._strange_tag(line)
        return event.value
