"""Turns JSON arguments into what the hints of ``main`` ask for."""

import base64
import dataclasses
import datetime
import decimal
import enum
import pathlib
import sys
import types
import typing
import uuid

from .failure import RunnerError

_UNIONS = (typing.Union, getattr(types, "UnionType", typing.Union))


def hints_of(main):
    """The resolved hints of a function, without those that cannot be resolved."""
    try:
        return typing.get_type_hints(main)
    except Exception:
        return {name: hint for name, hint in getattr(main, "__annotations__", {}).items() if not isinstance(hint, str)}


def convert_argument(name, value, hint):
    try:
        return convert(value, hint)
    except (ValueError, TypeError, decimal.InvalidOperation) as error:
        wanted = getattr(hint, "__name__", str(hint))
        raise RunnerError("job/args_invalid", "ArgumentError", f'The argument "{name}" is not a valid {wanted}: {error}') from None


def convert(value, hint):
    if value is None:
        return None
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        return convert(value, typing.get_args(hint)[0])
    if origin in _UNIONS:
        return _convert_union(value, typing.get_args(hint))
    if origin is not None:
        return _convert_generic(value, origin, typing.get_args(hint))
    return _convert_class(value, hint) if isinstance(hint, type) else value


def _convert_union(value, choices):
    """Text stays text where text is one of the choices."""
    if any(isinstance(choice, type) and type(value) is choice for choice in choices):
        return value
    problem = None
    for choice in choices:
        if choice is type(None):
            continue
        try:
            return convert(value, choice)
        except (ValueError, TypeError, decimal.InvalidOperation) as error:
            problem = problem or error
    if problem:
        raise problem
    return value


def _convert_generic(value, origin, parts):
    if isinstance(value, list) and isinstance(origin, type):
        if issubclass(origin, tuple):
            inner = [parts[0]] * len(value) if len(parts) == 2 and parts[1] is Ellipsis else list(parts)
            return tuple(convert(part, hint) for part, hint in zip(value, inner))
        items = [convert(part, parts[0]) for part in value] if parts else value
        return origin(items) if issubclass(origin, (set, frozenset)) else items
    if isinstance(value, dict) and len(parts) == 2:
        return {key: convert(part, parts[1]) for key, part in value.items()}
    return value


def _convert_class(value, hint):
    if isinstance(value, str):
        converter = _FROM_TEXT.get(hint)
        if converter:
            return converter(value)
        if issubclass(hint, pathlib.PurePath):
            return hint(value)
    if issubclass(hint, enum.Enum):
        return hint(value)
    if hint is decimal.Decimal and isinstance(value, (int, float)) and not isinstance(value, bool):
        return decimal.Decimal(str(value))
    if hint is float and type(value) is int:
        return float(value)
    if isinstance(value, list) and issubclass(hint, (set, frozenset, tuple)):
        return hint(value)
    return _convert_record(value, hint) if isinstance(value, dict) else value


def _convert_record(value, hint):
    if hasattr(hint, "model_validate"):
        return hint.model_validate(value)
    if dataclasses.is_dataclass(hint) or (issubclass(hint, tuple) and hasattr(hint, "_fields")):
        hints = _class_hints(hint)
        return hint(**{key: convert(part, hints[key]) if key in hints else part for key, part in value.items()})
    if typing.is_typeddict(hint):
        hints = _class_hints(hint)
        return {key: convert(part, hints[key]) if key in hints else part for key, part in value.items()}
    return value


def _class_hints(hint):
    try:
        return typing.get_type_hints(hint, vars(sys.modules.get(hint.__module__, typing)))
    except Exception:
        return {}


def _to_datetime(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00") if text.endswith("Z") else text)


def _to_date(text):
    return _to_datetime(text).date() if "T" in text else datetime.date.fromisoformat(text)


def _to_bytes(text):
    return base64.b64decode(text, validate=True)


_FROM_TEXT = {
    datetime.datetime: _to_datetime, datetime.date: _to_date, datetime.time: datetime.time.fromisoformat, uuid.UUID: uuid.UUID,
    bytes: _to_bytes, bytearray: lambda text: bytearray(_to_bytes(text)), decimal.Decimal: decimal.Decimal,
}
