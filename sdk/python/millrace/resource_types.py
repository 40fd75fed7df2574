"""Types of resources: use one as the type of a parameter of ``main``, and the form offers the resources of that type.

Made by sdk/generate-resource-types.ts; do not edit.
"""

from __future__ import annotations

from typing import Any, Dict, List, Literal, TypedDict

__all__ = ["Postgresql", "Mysql", "Http", "Smtp", "Slack", "Openai", "Anthropic", "S3", "Git"]


class _PostgresqlRequired(TypedDict):
    host: str
    dbname: str
    user: str


class Postgresql(_PostgresqlRequired, total=False):
    """A PostgreSQL database, also one that speaks its protocol such as Neon, Supabase or CockroachDB."""

    port: int
    password: str
    sslmode: Literal["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]
    root_certificate_pem: str


class _MysqlRequired(TypedDict):
    host: str
    database: str
    user: str


class Mysql(_MysqlRequired, total=False):
    """A MySQL or MariaDB database."""

    port: int
    password: str
    ssl: bool


class _HttpRequired(TypedDict):
    url: str


class Http(_HttpRequired, total=False):
    """Any API over HTTP: its address and how to sign in."""

    token: str
    username: str
    password: str
    headers: Dict[str, str]


class _SmtpRequired(TypedDict):
    host: str


class Smtp(_SmtpRequired, total=False):
    """A server that takes e-mail for delivery."""

    port: int
    security: Literal["starttls", "tls", "none"]
    user: str
    password: str


class _SlackRequired(TypedDict):
    token: str


class Slack(_SlackRequired, total=False):
    """A Slack workspace, through the token of a bot."""

    channel: str
    base_url: str


class _OpenaiRequired(TypedDict):
    api_key: str


class Openai(_OpenaiRequired, total=False):
    """Models of OpenAI, or of a server with the same API such as vLLM, Ollama or a gateway."""

    base_url: str
    organization_id: str


class _AnthropicRequired(TypedDict):
    apiKey: str


class Anthropic(_AnthropicRequired, total=False):
    """Models of Anthropic."""

    base_url: str


class _S3Required(TypedDict):
    bucket: str
    accessKey: str
    secretKey: str


class S3(_S3Required, total=False):
    """A bucket of S3, or of a server with the same API such as MinIO, R2 or Garage."""

    region: str
    endPoint: str
    useSSL: bool
    pathStyle: bool


class _GitRequired(TypedDict):
    url: str


class Git(_GitRequired, total=False):
    """A Git repository over HTTPS."""

    branch: str
    username: str
    token: str
    folder: str
