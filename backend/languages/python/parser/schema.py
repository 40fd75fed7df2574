"""Translates type hints to JSON Schema."""

import ast

_PLAIN = {
    "str": {"type": "string"}, "int": {"type": "integer"}, "float": {"type": "number"}, "bool": {"type": "boolean"}, "complex": {"type": "string"},
    "bytes": {"type": "string", "contentEncoding": "base64"}, "bytearray": {"type": "string", "contentEncoding": "base64"},
    "datetime": {"type": "string", "format": "date-time"}, "date": {"type": "string", "format": "date"}, "time": {"type": "string", "format": "time"},
    "UUID": {"type": "string", "format": "uuid"}, "Decimal": {"type": "number"}, "Path": {"type": "string"},
    "EmailStr": {"type": "string", "format": "email"}, "Email": {"type": "string", "format": "email"}, "HttpUrl": {"type": "string", "format": "uri"},
    "Base64": {"type": "string", "contentEncoding": "base64"}, "Sql": {"type": "string", "format": "sql"}, "Secret": {"type": "string", "format": "password"}, "TableQuery": {"type": "object", "format": "table-query"},
    "dict": {"type": "object"}, "Dict": {"type": "object"}, "Mapping": {"type": "object"}, "MutableMapping": {"type": "object"}, "OrderedDict": {"type": "object"}, "defaultdict": {"type": "object"},
    "list": {"type": "array"}, "List": {"type": "array"}, "tuple": {"type": "array"}, "Tuple": {"type": "array"}, "set": {"type": "array", "uniqueItems": True}, "Set": {"type": "array", "uniqueItems": True},
    "frozenset": {"type": "array", "uniqueItems": True}, "FrozenSet": {"type": "array", "uniqueItems": True}, "Sequence": {"type": "array"}, "Iterable": {"type": "array"}, "Collection": {"type": "array"},
    "Any": {}, "object": {}, "None": {"type": "null"}, "NoneType": {"type": "null"}, "Callable": {},
}
_LISTS = {"list", "List", "set", "Set", "frozenset", "FrozenSet", "Sequence", "Iterable", "Collection"}
_MAPPINGS = {"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict"}
_WRAPPERS = {"Required", "NotRequired", "Final", "ClassVar", "ReadOnly", "Type", "type"}
_ENUM_BASES = {"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"}

NOT_LITERAL = object()


class Schemas:
    """Knows the classes and aliases of one file."""

    def __init__(self, tree):
        self.classes = {}
        self.aliases = {}
        self.constants = {}
        self.imported = {}
        self.resources = []
        for node in tree.body:
            self._index(node)

    def _index(self, node):
        if isinstance(node, ast.ClassDef):
            self.classes[node.name] = node
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            self.aliases[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            self.aliases[node.target.id] = node.value
        elif hasattr(ast, "TypeAlias") and isinstance(node, ast.TypeAlias):
            self.aliases[node.name.id] = node.value
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                self.imported[alias.asname or alias.name] = node.module or ""
        elif isinstance(node, (ast.Try, ast.If)):
            for child in node.body:
                self._index(child)

    def of(self, hint, expanding=()):
        """Schema of a hint; ``{"resource": name}`` where it names a resource type."""
        if hint is None:
            return {}
        if isinstance(hint, ast.Constant):
            return self._of_constant(hint.value, expanding)
        if isinstance(hint, ast.Name):
            return self._of_name(hint.id, expanding)
        if isinstance(hint, ast.Attribute):
            return self._of_attribute(hint)
        if isinstance(hint, ast.BinOp) and isinstance(hint.op, ast.BitOr):
            return union([self.of(hint.left, expanding), self.of(hint.right, expanding)])
        if isinstance(hint, ast.Subscript):
            return self._of_subscript(hint, expanding)
        return {}

    def _of_constant(self, value, expanding):
        if value is None:
            return {"type": "null"}
        if isinstance(value, str):
            try:
                return self.of(ast.parse(value, mode="eval").body, expanding)
            except SyntaxError:
                return {}
        return {}

    def _of_attribute(self, hint):
        if isinstance(hint.value, ast.Name) and hint.value.id == "RT":
            return self._resource(hint.attr)
        if isinstance(hint.value, ast.Name) and hint.value.id == "millrace":
            return dict(_PLAIN[hint.attr]) if hint.attr in _PLAIN else self._resource(hint.attr)
        return dict(_PLAIN.get(hint.attr, {}))

    def _of_name(self, name, expanding):
        if name in self.classes:
            return self._of_class(name, expanding)
        if name in self.aliases and name not in expanding:
            return self._of_alias(name, expanding)
        if name in _PLAIN:
            return dict(_PLAIN[name])
        if self.imported.get(name) not in (None, "millrace"):
            return {}
        return self._resource(name)

    def _of_alias(self, name, expanding):
        value = self.aliases[name]
        if isinstance(value, ast.Call):
            return self._of_call(value, expanding)
        schema = self.of(value, (*expanding, name))
        # `postgresql = dict` is how people declare the type of a resource.
        return {"resourceIfKnown": name, **schema} if schema == {"type": "object"} else schema

    def _of_call(self, call, expanding):
        """``NewType("Name", str)`` and ``TypedDict("Name", {...})``."""
        called = _last_name(call.func)
        if called == "NewType" and len(call.args) == 2:
            return self.of(call.args[1], expanding)
        if called == "TypedDict" and len(call.args) == 2 and isinstance(call.args[1], ast.Dict):
            fields = [(key.value, value) for key, value in zip(call.args[1].keys, call.args[1].values) if isinstance(key, ast.Constant)]
            properties = {name: self.of(hint, expanding) for name, hint in fields}
            return {"type": "object", "properties": properties, "required": list(properties)}
        return {}

    def _of_class(self, name, expanding):
        if name in expanding:
            return {"type": "object"}
        node = self.classes[name]
        bases = [_last_name(base) for base in node.bases]
        if any(base in _ENUM_BASES for base in bases):
            members = [value for _, value in self.enum_members(name)]
            return union([_enum([value]) for value in members]) if members else {}
        if "str" in bases and not node.body:
            return {"type": "string"}
        return {"resourceIfKnown": name, **self._fields(node, bases, (*expanding, name))}

    def _fields(self, node, bases, expanding):
        properties, required = {}, []
        for base in bases:
            if base in self.classes and base not in expanding:
                parent = self._of_class(base, expanding)
                properties.update(parent.get("properties", {}))
                required.extend(parent.get("required", []))
        is_total = not any(keyword.arg == "total" and isinstance(keyword.value, ast.Constant) and keyword.value.value is False for keyword in node.keywords)
        for statement in node.body:
            if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name) or statement.target.id.startswith("_"):
                continue
            marker = _last_name(statement.annotation.value) if isinstance(statement.annotation, ast.Subscript) else ""
            if marker == "ClassVar":
                continue
            field = statement.target.id
            properties[field] = self.of(statement.annotation, expanding)
            value, has_default = self._field_default(statement.value)
            if value is not NOT_LITERAL:
                properties[field]["default"] = value
            if field in required:
                required.remove(field)
            if not has_default and marker != "NotRequired" and (is_total or marker == "Required"):
                required.append(field)
        schema = {"type": "object"}
        if properties:
            schema["properties"] = properties
        if required:
            schema["required"] = required
        return schema

    def _field_default(self, value):
        """The default of a field of a dataclass or model, and whether it has one at all."""
        if value is None:
            return NOT_LITERAL, False
        if isinstance(value, ast.Call) and _last_name(value.func) in ("field", "Field"):
            for keyword in value.keywords:
                if keyword.arg == "default":
                    return self.literal(keyword.value), True
                if keyword.arg == "default_factory":
                    return NOT_LITERAL, True
            is_required = not value.args or (isinstance(value.args[0], ast.Constant) and value.args[0].value is Ellipsis)
            return (NOT_LITERAL, False) if is_required else (self.literal(value.args[0]), True)
        return self.literal(value), True

    def _of_subscript(self, hint, expanding):
        name = _last_name(hint.value)
        arguments = list(hint.slice.elts) if isinstance(hint.slice, ast.Tuple) else [hint.slice]
        if name == "Literal":
            return union([self._of_literal(argument) for argument in arguments])
        if name == "Optional":
            return union([self.of(arguments[0], expanding), {"type": "null"}])
        if name == "Union":
            return union([self.of(argument, expanding) for argument in arguments])
        if name == "Annotated":
            return self._of_annotated(arguments, expanding)
        if name in _WRAPPERS:
            return self.of(arguments[0], expanding)
        if name in _LISTS:
            items = self.of(arguments[0], expanding)
            return {**_PLAIN[name], **({"items": items} if items else {})}
        if name in ("tuple", "Tuple"):
            return self._of_tuple(arguments, expanding)
        if name in _MAPPINGS:
            values = self.of(arguments[1], expanding) if len(arguments) > 1 else {}
            return {"type": "object", **({"additionalProperties": values} if values else {})}
        return {}

    def _of_tuple(self, arguments, expanding):
        if len(arguments) == 2 and isinstance(arguments[1], ast.Constant) and arguments[1].value is Ellipsis:
            return {"type": "array", "items": self.of(arguments[0], expanding)}
        return {"type": "array", "prefixItems": [self.of(argument, expanding) for argument in arguments], "minItems": len(arguments), "maxItems": len(arguments)}

    def _of_annotated(self, arguments, expanding):
        schema = self.of(arguments[0], expanding)
        for note in arguments[1:]:
            if isinstance(note, ast.Constant) and isinstance(note.value, str):
                schema = {**schema, "description": note.value}
            if isinstance(note, ast.Call):
                for keyword in note.keywords:
                    value = self.literal(keyword.value)
                    name = {"description": "description", "ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum", "min_length": "minLength", "max_length": "maxLength", "pattern": "pattern", "title": "title"}.get(keyword.arg or "")
                    if name and value is not NOT_LITERAL:
                        schema = {**schema, name: value}
        return schema

    def _of_literal(self, node):
        value = self.literal(node)
        if value is NOT_LITERAL:
            return {}
        return {"type": "null"} if value is None else _enum([value])

    def _resource(self, name):
        self.resources.append(name)
        return {"resource": name}

    def enum_members(self, name):
        """Names and values of the members of an enum of the file."""
        members, number = [], 0
        for statement in self.classes[name].body:
            if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
                continue
            member = statement.targets[0].id
            if isinstance(statement.value, ast.Call) and _last_name(statement.value.func) == "auto":
                number += 1
                is_text = any(_last_name(base) == "StrEnum" for base in self.classes[name].bases)
                members.append((member, member.lower() if is_text else number))
                continue
            value = self.literal(statement.value)
            if value is not NOT_LITERAL:
                members.append((member, value))
                number = value if isinstance(value, int) else number
        return members

    def literal(self, node):
        """The JSON value of a literal, also of ``Color.RED`` and ``Color.RED.value`` of an enum of the file."""
        if isinstance(node, ast.Attribute) and node.attr == "value" and isinstance(node.value, ast.Attribute):
            node = node.value
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in self.classes:
            return dict(self.enum_members(node.value.id)).get(node.attr, NOT_LITERAL)
        try:
            return _json(ast.literal_eval(node))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return NOT_LITERAL


def _json(value):
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float) and value - value == 0:
        return value
    if isinstance(value, (list, tuple)):
        return [_json(part) for part in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _json(part) for key, part in value.items()}
    raise ValueError("not JSON")


def _enum(values):
    return {"type": _type_name(values[0]), "enum": values}


def _type_name(value):
    if isinstance(value, bool):
        return "boolean"
    return "integer" if isinstance(value, int) else "number" if isinstance(value, float) else "string"


def union(members):
    """Schema of a union: literals become one enum, plain types a list of types, classes a ``oneOf``."""
    is_nullable = any(member.get("type") == "null" for member in members)
    rest = [member for member in members if member.get("type") != "null"]
    if any(not member for member in rest):
        return {}
    schema = _combined(rest)
    return _nullable(schema) if is_nullable and rest else schema


def _combined(members):
    if not members:
        return {"type": "null"}
    if len(members) == 1:
        return members[0]
    if all("enum" in member for member in members):
        values = [value for member in members for value in member["enum"]]
        types = list(dict.fromkeys(_type_name(value) for value in values))
        return {"type": types[0] if len(types) == 1 else types, "enum": values}
    if all(member.get("type") == "object" and "properties" in member for member in members):
        return {"type": "object", "oneOf": [{"title": member.get("resourceIfKnown", f"Option {number}"), **{key: value for key, value in member.items() if key != "resourceIfKnown"}} for number, member in enumerate(members, 1)]}
    if all(set(member) == {"type"} and isinstance(member["type"], str) for member in members):
        types = list(dict.fromkeys(member["type"] for member in members))
        return {"type": types[0] if len(types) == 1 else types}
    return {"anyOf": members}


def _nullable(schema):
    if "oneOf" in schema or "anyOf" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if "resource" in schema:
        return {**schema, "nullable": True}
    types = schema["type"] if isinstance(schema.get("type"), list) else [schema.get("type")]
    return {**schema, "type": [*types, "null"], **({"enum": [*schema["enum"], None]} if "enum" in schema else {})}


def _last_name(node):
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
