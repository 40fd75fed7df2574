"""The arguments of ``main`` with their schemas, defaults and descriptions."""

import ast
import inspect
import re

from schema import NOT_LITERAL, Schemas

_SECTION = re.compile(r"^(Args|Arguments|Parameters|Params|Returns|Return|Raises|Yields|Examples?|Notes?|Attributes|Todo|Warnings?|See Also)\s*:?\s*$")
_GOOGLE = re.compile(r"^\*{0,2}(\w+)\s*(?:\([^)]*\))?\s*:\s*(.*)$")
_SPHINX = re.compile(r"^:(?:param|parameter|arg)\s+(?:[^:]*\s)?(\w+)\s*:\s*(.*)$")
_PLAIN_NAMES = {"str", "int", "bool", "dict", "list", "List", "Dict", "Any", "object", "Optional", "Union", "Literal", "typing", "RT"}


def read_signature(tree):
    schemas = Schemas(tree)
    main = _find_main(tree)
    if main is None:
        description, _ = read_docstring(ast.get_docstring(tree) or "")
        return {"arguments": [], "hasMain": False, "description": description, "problems": [], "resources": []}
    description, texts = read_docstring(ast.get_docstring(main) or "")
    if not description:
        description, _ = read_docstring(ast.get_docstring(tree) or "")
    found = list(_arguments(main, schemas, texts))
    resources = sorted(set(schemas.resources))
    is_workflow = _is_workflow(tree, main)
    return {"isWorkflow": is_workflow, "arguments": found, "hasMain": True, "description": description, "problems": [], "resources": resources, "result": _result(main, schemas)}


def _find_main(tree):
    """The last one wins, as it does when the file runs."""
    mains = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == "main"]
    return mains[-1] if mains else None


def _is_workflow(tree, main):
    """Whether ``main`` is decorated with ``workflow`` of the SDK, under whatever name it is imported."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "millrace" and not node.level:
            names |= {alias.asname or alias.name for alias in node.names if alias.name == "workflow"}
        elif isinstance(node, ast.Import):
            names |= {f"{alias.asname or alias.name}.workflow" for alias in node.names if alias.name == "millrace"}
    return any(ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator) in names for decorator in main.decorator_list)


def _arguments(main, schemas, texts):
    given = main.args
    positional = [*given.posonlyargs, *given.args]
    missing = len(positional) - len(given.defaults)
    defaults = [*[None] * missing, *given.defaults]
    for argument, default in [*zip(positional, defaults), *zip(given.kwonlyargs, given.kw_defaults)]:
        yield {**_argument(argument, default, schemas, texts), "isPositionalOnly": argument in given.posonlyargs, "isConverted": _is_converted(argument.annotation)}


def _result(main, schemas):
    """What ``main`` gives: its hint, or the keys of the dictionaries that it returns where it returns nothing else."""
    if main.returns is not None:
        return schemas.of(main.returns)
    returned = [node.value for node in _own_nodes(main.body) if isinstance(node, ast.Return)]
    if not returned or any(not _has_plain_keys(value) for value in returned):
        return {}
    properties = {}
    for key, value in [pair for each in returned for pair in zip(each.keys, each.values)]:
        schema = _schema_of_value(schemas.literal(value))
        properties[key.value] = schema if properties.get(key.value, schema) == schema else {}
    return {"type": "object", "properties": properties} if properties else {}


def _has_plain_keys(value):
    return isinstance(value, ast.Dict) and all(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in value.keys)


def _own_nodes(body):
    """Nodes of a function without those of the functions and classes inside of it; a generator returns something else."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        yield node
        yield from _own_nodes(ast.iter_child_nodes(node))


def _is_converted(annotation):
    """Whether a value must be made from JSON: a hint of plain types is JSON as it is, and then the harness loads nothing for it."""
    if annotation is None:
        return False
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return True
    names = [node.id if isinstance(node, ast.Name) else node.attr for node in ast.walk(annotation) if isinstance(node, (ast.Name, ast.Attribute))]
    return any(name not in _PLAIN_NAMES for name in names)


def _argument(argument, default, schemas, texts):
    value = NOT_LITERAL if default is None else schemas.literal(default)
    schema = schemas.of(argument.annotation) if argument.annotation is not None else _schema_of_value(value)
    if texts.get(argument.arg):
        schema = {**schema, "description": texts[argument.arg]}
    if value is not NOT_LITERAL and value is not None:
        schema = {**schema, "default": value}
    return {"name": argument.arg, "schema": schema, "isRequired": default is None}


def _schema_of_value(value):
    if value is NOT_LITERAL or value is None:
        return {}
    if isinstance(value, list):
        items = _schema_of_value(value[0]) if value else {}
        return {"type": "array", **({"items": items} if items else {})}
    names = {bool: "boolean", int: "integer", float: "number", str: "string", dict: "object"}
    return {"type": names[type(value)]}


def read_docstring(text):
    """Description and the text of each argument, from Google style ``Args:`` or ``:param name:`` lines."""
    description, texts, section, current = [], {}, "", None
    indentation = None
    for line in inspect.cleandoc(text).split("\n"):
        sphinx = _SPHINX.match(line.strip())
        heading = _SECTION.match(line) if not line.startswith(" ") else None
        if sphinx:
            section, current = "sphinx", sphinx.group(1)
            texts[current] = sphinx.group(2).strip()
        elif heading:
            section, current, indentation = heading.group(1), None, None
        elif line.startswith(":"):
            section, current = "other", None
        elif section == "":
            description.append(line)
        elif section in ("Args", "Arguments", "Parameters", "Params") and line.strip():
            depth = len(line) - len(line.lstrip())
            indentation = depth if indentation is None else indentation
            entry = _GOOGLE.match(line.strip()) if depth <= indentation else None
            if entry:
                current = entry.group(1)
                texts[current] = entry.group(2).strip()
            elif current:
                texts[current] = f"{texts[current]} {line.strip()}".strip()
        elif section == "sphinx" and current and line.startswith(" "):
            texts[current] = f"{texts[current]} {line.strip()}".strip()
    return "\n".join(description).strip(), texts
