"""How a failed job is told: name, message, traceback in terms of the author's files, line and column."""

import os
import re
import sys

_OWN_FOLDER = os.path.dirname(os.path.abspath(__file__)) + os.sep
_LONGEST = 20_000
# Codes of Millrace and of a script's own errors, such as workflow/nondeterministic.
_CODE = re.compile(r"^[a-z_]+/[a-z_]+$")


class RunnerError(Exception):
    """An error of the harness itself, with a code of its own."""

    def __init__(self, code, name, message):
        super().__init__(message)
        self.code = code
        self.name = name


def describe_failure(error, script):
    if isinstance(error, RunnerError):
        return {"name": error.name, "message": str(error), "code": error.code}
    import traceback

    told = traceback.TracebackException.from_exception(error)
    _clean(told, script, set())
    failure = {"name": type(error).__name__, "message": _text(error)[:_LONGEST], "stack": "".join(told.format()).rstrip()[-_LONGEST:]}
    position = _position(error, told, script)
    if position:
        failure["line"], failure["column"] = position
    code = getattr(error, "code", None)
    if isinstance(code, str) and _CODE.match(code):
        failure["code"] = code
    if isinstance(error, MemoryError):
        failure["code"] = "job/out_of_memory"
        failure["message"] = failure["message"] or "The script used more memory than it may."
    return failure


def _clean(told, script, seen):
    """Leaves out the frames of the harness and names files as the author knows them."""
    if told is None or id(told) in seen:
        return
    seen.add(id(told))
    told.stack[:] = [frame for frame in told.stack if not frame.filename.startswith((_OWN_FOLDER, "<frozen importlib"))]
    for frame in told.stack:
        # The text of a line is looked up by the file name, so it is read before the name is changed.
        _ = frame.line
        if frame.filename.startswith(script.root):
            frame.filename = frame.filename[len(script.root):]
        else:
            frame.filename = _as_imported(frame.filename)
    if getattr(told, "filename", None) and str(told.filename).startswith(script.root):
        told.filename = told.filename[len(script.root):]
    _clean(told.__cause__, script, seen)
    _clean(told.__context__, script, seen)
    for inner in getattr(told, "exceptions", None) or []:
        _clean(inner, script, seen)


def _as_imported(filename):
    """A file of a package below the folder that it was found in: where that lies is the worker's own affair."""
    for folder in sorted(filter(None, sys.path), key=len, reverse=True):
        if filename.startswith(folder.rstrip(os.sep) + os.sep):
            return filename[len(folder.rstrip(os.sep)) + 1:]
    return filename


def _position(error, told, script):
    own = script.entry + ".py"
    if isinstance(error, SyntaxError) and getattr(told, "filename", None) == own and error.lineno:
        return error.lineno, error.offset or 1
    for frame in reversed(told.stack):
        if frame.filename == own:
            return frame.lineno, (getattr(frame, "colno", None) or 0) + 1
    return None


def _text(error):
    try:
        return str(error)
    except Exception:
        return "The message of this error cannot be shown: making it text failed too."
