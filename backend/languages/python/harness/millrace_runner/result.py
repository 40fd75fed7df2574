"""Turns what ``main`` returned into JSON text; what JSON cannot carry fails with the place where it stands."""

import json

from .failure import RunnerError


_LONGEST_POINTER = 200


class _Invalid(Exception):
    def __init__(self, reason, advice):
        super().__init__(reason)
        self.reason = reason
        self.advice = advice
        self.path = []


def to_json(value):
    """JSON text of a result. The common case is one call into the C encoder; only a refusal is walked through."""
    if _is_plain(value):
        try:
            return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
        except (TypeError, ValueError, RecursionError):
            pass
    try:
        return json.dumps(_convert(value, []), allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    except _Invalid as invalid:
        pointer = "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in invalid.path)
        if len(pointer) > _LONGEST_POINTER:
            pointer = pointer[:_LONGEST_POINTER] + "…"
        place = f"stands at {pointer}" if pointer else "is the result itself"
        raise RunnerError("job/result_invalid", "ResultError", f"The result is not JSON: {invalid.reason} {place}. {invalid.advice}") from None


def _is_plain(value):
    return value is None or type(value) in (str, int, float, bool, list, dict)


def _convert(value, ancestors):
    if value is None or type(value) in (str, bool, int):
        return value
    if isinstance(value, float):
        if value - value != 0:
            raise _Invalid(f"the number {value}", "Return None or a string in its place.")
        return float(value)
    if id(value) in ancestors:
        raise _Invalid("a reference to an object that contains it (a cycle)", "Return a copy without it.")
    ancestors.append(id(value))
    try:
        return _convert_composite(value, ancestors)
    except RecursionError:
        raise _Invalid("an object that is nested too deeply", "Return a flatter one.") from None
    finally:
        ancestors.pop()


def _convert_composite(value, ancestors):
    if isinstance(value, dict):
        return {_key(key): _convert_at(key, part, ancestors) for key, part in value.items()}
    if isinstance(value, (list, tuple)) and not hasattr(value, "_asdict"):
        return [_convert_at(index, part, ancestors) for index, part in enumerate(value)]
    if isinstance(value, (set, frozenset)):
        return [_convert_at(index, part, ancestors) for index, part in enumerate(value)]
    found, converted = _convert_known(value)
    if found:
        return _convert(converted, ancestors)
    name = type(value).__name__
    if callable(value):
        raise _Invalid(f"a function ({getattr(value, '__name__', name)})", "Return what it gives, or leave it out.")
    if hasattr(value, "__next__"):
        raise _Invalid(f"a {name}", "Return list(...) of it.")
    raise _Invalid(f"an object of type {name}", "Return a dict, a list, text or a number in its place.")


def _convert_known(value):
    """Types of the standard library and of the common data packages, the latter by what they can do so that none is imported."""
    import base64
    import dataclasses
    import datetime
    import decimal
    import enum
    import pathlib
    import uuid

    if isinstance(value, enum.Enum):
        return True, value.value
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return True, value.isoformat()
    if isinstance(value, datetime.timedelta):
        return True, value.total_seconds()
    if isinstance(value, (decimal.Decimal, uuid.UUID, pathlib.PurePath)):
        return True, str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return True, base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, str):
        return True, str.__str__(value)
    if isinstance(value, int):
        return True, int(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return True, {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, BaseException):
        return True, {"name": type(value).__name__, "message": str(value)}
    if isinstance(value, type):
        return False, None
    if hasattr(value, "_asdict"):
        return True, value._asdict()
    if hasattr(value, "model_dump"):
        return True, value.model_dump(mode="json")
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return True, value.to_dict(orient="records")
    if hasattr(value, "tolist"):
        return True, value.tolist()
    return False, None


def _convert_at(key, part, ancestors):
    try:
        return _convert(part, ancestors)
    except _Invalid as invalid:
        invalid.path.insert(0, key)
        raise


def _key(key):
    if isinstance(key, str):
        return str.__str__(key)
    if key is None or isinstance(key, (bool, int, float)):
        return json.dumps(key)
    return str(_convert(key, []))
