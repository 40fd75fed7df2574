"""The clock, chance and ids that the body of a workflow sees: those that were recorded."""

from __future__ import annotations

from typing import Any, Callable

from ._replay import recorded_scope

_is_patched = False
_CHANCE = ("random", "randint", "randrange", "randbytes", "getrandbits", "choice", "choices", "shuffle", "sample", "uniform", "triangular", "gauss", "normalvariate", "expovariate", "betavariate")


def record_time_and_chance() -> None:
    """Within the body of a workflow ``time.time``, the functions of ``random`` and ``uuid.uuid4`` give what is recorded."""
    global _is_patched
    if _is_patched:
        return
    _is_patched = True
    import random as chance
    import time
    import uuid as identifiers

    real_time, real_uuid4 = time.time, identifiers.uuid4

    def recorded_time() -> float:
        scope = recorded_scope()
        return scope.at / 1000 if scope else real_time()

    def recorded_uuid4() -> identifiers.UUID:
        scope = recorded_scope()
        if scope is None:
            return real_uuid4()
        scope.uuids += 1
        return identifiers.UUID(bytes=scope.digest(f"uuid {scope.uuids}")[:16], version=4)

    time.time = recorded_time
    time.time_ns = lambda: round(recorded_time() * 1e9)
    identifiers.uuid4 = recorded_uuid4
    for name in _CHANCE:
        real = getattr(chance, name, None)
        if real is not None:
            setattr(chance, name, _recorded_chance(name, real))


def _recorded_chance(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def recorded(*args: Any, **named: Any) -> Any:
        scope = recorded_scope()
        return real(*args, **named) if scope is None else getattr(scope.chance, name)(*args, **named)

    return recorded


def record_dates(body: Callable[..., Any]) -> None:
    """In the file of the workflow ``datetime.now()`` and its like give what is recorded, whichever way the file has imported them.

    The module ``datetime`` itself stays as it is: its classes cannot be changed, and other libraries compare with them.
    """
    import datetime as real

    recorded = _recorded_dates()
    names = body.__globals__
    for name, value in list(names.items()):
        if value is real:
            names[name] = recorded
        elif value is real.datetime:
            names[name] = recorded.datetime
        elif value is real.date:
            names[name] = recorded.date


_dates: Any = None


def _recorded_dates() -> Any:
    """The module ``datetime``, with classes that read the recorded clock. They make and recognise plain dates, so that nothing else differs."""
    global _dates
    if _dates is not None:
        return _dates
    import datetime as real
    import time
    import types

    class Plain(type):
        def __instancecheck__(cls, instance: Any) -> bool:
            return isinstance(instance, cls.__mro__[1])

        def __subclasscheck__(cls, other: type) -> bool:
            return issubclass(other, cls.__mro__[1])

    class RecordedDatetime(real.datetime, metaclass=Plain):
        def __new__(cls, *args: Any, **named: Any) -> Any:
            return real.datetime(*args, **named)

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return real.datetime.fromtimestamp(time.time(), tz) if recorded_scope() else real.datetime.now(tz)

        @classmethod
        def today(cls) -> Any:
            return cls.now()

        @classmethod
        def utcnow(cls) -> Any:
            return cls.now(real.timezone.utc).replace(tzinfo=None)

    class RecordedDate(real.date, metaclass=Plain):
        def __new__(cls, *args: Any, **named: Any) -> Any:
            return real.date(*args, **named)

        @classmethod
        def today(cls) -> Any:
            return RecordedDatetime.now().date()

    module = types.ModuleType("datetime")
    module.__dict__.update(real.__dict__)
    for copy, name in ((RecordedDatetime, "datetime"), (RecordedDate, "date")):
        copy.__name__ = copy.__qualname__ = name
        copy.__module__ = "datetime"
        setattr(module, name, copy)
    _dates = module
    return module
