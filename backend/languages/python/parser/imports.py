"""What a source imports: top-level modules, modules relative to the workspace, and requirement comments."""

import ast
import re
import sys

_BUILT_IN = set(getattr(sys, "stdlib_module_names", ())) | set(sys.builtin_module_names)
_ALWAYS_THERE = {"millrace", "__future__", "__main__"}
_PIN = re.compile(r"#\s*pin:\s*(\S[^#]*)$")


def find_imports(tree, content):
    lines = content.split("\n")
    found = {"modules": [], "relative": [], "requirements": _requirements(lines, "requirements"), "extra": _requirements(lines, "extra_requirements")}
    for node in _run_time_nodes(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                _add_absolute(found, alias.name, [], node.lineno, lines)
        elif isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
            if node.level > 0:
                found["relative"].append({"level": node.level, "module": node.module or "", "names": names, "line": node.lineno})
            else:
                _add_absolute(found, node.module or "", names, node.lineno, lines)
    return found


def _run_time_nodes(tree):
    """Every node but those below ``if TYPE_CHECKING``, which never runs."""
    waiting = [tree]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.If) and _is_type_checking(node.test):
            waiting.extend(node.orelse)
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def _is_type_checking(test):
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING")


def _add_absolute(found, module, names, line, lines):
    parts = module.split(".")
    if parts[0] in ("f", "u") and (len(parts) >= 2):
        found["relative"].append({"level": 0, "module": module, "names": names, "line": line})
    elif parts[0] not in _BUILT_IN and parts[0] not in _ALWAYS_THERE:
        pin = _PIN.search(lines[line - 1]) if line <= len(lines) else None
        found["modules"].append({"module": module, "names": names, "line": line, "pin": pin.group(1).strip() if pin else None})


def _requirements(lines, title):
    """The lines of a comment block that begins with ``# requirements:``."""
    head = re.compile(r"^#\s*" + title + r":\s*$")
    for index, line in enumerate(lines):
        if not head.match(line):
            continue
        block = []
        for number, following in enumerate(lines[index + 1:], index + 2):
            if not following.startswith("#"):
                break
            text = following[1:].strip()
            if text:
                block.append({"requirement": text, "line": number})
        return block
    return []
