"""Reads Python sources without running them: one JSON request per line on stdin, one JSON answer per line on stdout.

A request is ``{"content"}``, an answer ``{"signature", "imports"}``. The process stays warm, because the editor asks at
every pause of typing.
"""

import ast
import json
import sys
import warnings

from imports import find_imports
from signature import read_signature

_NO_IMPORTS = {"modules": [], "relative": [], "requirements": [], "extra": []}


def read(content):
    try:
        tree = ast.parse(content)
    except SyntaxError as error:
        return {"signature": _unparsable(error, content), "imports": _NO_IMPORTS}
    except (ValueError, RecursionError, MemoryError) as error:
        return {"signature": _problem(str(error) or "The source is nested too deeply.", 1, 1), "imports": _NO_IMPORTS}
    return {"signature": read_signature(tree), "imports": find_imports(tree, content)}


def _unparsable(error, content):
    line = max(error.lineno or 1, 1)
    lines = content.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    offset = max((error.offset or 1) - 1, 0)
    return _problem(error.msg or "invalid syntax", line, _utf16_length(text[:offset]) + 1)


def _problem(message, line, column):
    return {"arguments": [], "hasMain": False, "description": "", "problems": [{"message": message, "line": line, "column": column}], "resources": []}


def _utf16_length(text):
    """The editor counts characters outside of the basic plane twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def serve():
    warnings.simplefilter("ignore")
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            answer = read(request["content"])
        except RecursionError:
            answer = {"signature": _problem("The source is nested too deeply.", 1, 1), "imports": _NO_IMPORTS}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


serve()
