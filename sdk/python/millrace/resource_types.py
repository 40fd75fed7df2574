"""Types of resources: use one as the type of a parameter of ``main``, and the form offers the resources of that type.

Made by sdk/generate-resource-types.ts; do not edit.
"""

from __future__ import annotations

from typing import Any, Dict, List, Literal, TypedDict

__all__ = ["Postgresql", "Mysql", "Http", "Smtp", "Slack", "Openai", "Anthropic", "Google", "Mistral", "AzureOpenai", "Bedrock", "Openrouter", "Groq", "OpenaiCompatible", "S3", "Git", "McpServer", "Document"]


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
    api: Literal["responses", "chat"]


class _AnthropicRequired(TypedDict):
    apiKey: str


class Anthropic(_AnthropicRequired, total=False):
    """Models of Anthropic."""

    base_url: str


class _GoogleRequired(TypedDict):
    api_key: str


class Google(_GoogleRequired, total=False):
    """Gemini models, with a key of Google AI Studio."""

    base_url: str


class _MistralRequired(TypedDict):
    api_key: str


class Mistral(_MistralRequired, total=False):
    """Models of Mistral AI."""

    base_url: str


class _AzureOpenaiRequired(TypedDict):
    base_url: str
    api_key: str


class AzureOpenai(_AzureOpenaiRequired, total=False):
    """Models of OpenAI in Azure."""

    api_version: str
    api: Literal["responses", "chat"]


class _BedrockRequired(TypedDict):
    region: str


class Bedrock(_BedrockRequired, total=False):
    """Models in Amazon Bedrock: with an API key of Bedrock, or with an access key of AWS."""

    api_key: str
    access_key_id: str
    secret_access_key: str
    session_token: str
    base_url: str


class _OpenrouterRequired(TypedDict):
    api_key: str


class Openrouter(_OpenrouterRequired, total=False):
    """Models of many providers through one key."""

    base_url: str


class _GroqRequired(TypedDict):
    api_key: str


class Groq(_GroqRequired, total=False):
    """Open models, fast."""

    base_url: str


class _OpenaiCompatibleRequired(TypedDict):
    base_url: str


class OpenaiCompatible(_OpenaiCompatibleRequired, total=False):
    """Ollama, vLLM, LM Studio or any other server with the chat completions API. One in a private network has to be allowed by whoever runs Millrace."""

    api_key: str
    has_structured_output: bool


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


class _McpServerRequired(TypedDict):
    transport: Literal["http", "stdio"]


class McpServer(_McpServerRequired, total=False):
    """A server of the Model Context Protocol: its tools are there for agents."""

    url: str
    token: str
    headers: Dict[str, Any]
    command: str
    args: List[str]
    env: Dict[str, Any]
    include: List[str]
    exclude: List[str]


class _DocumentRequired(TypedDict):
    text: str


class Document(_DocumentRequired, total=False):
    """A text that agents and AI clients may read: a policy, a price list, a manual."""

    title: str
    media_type: Literal["text/markdown", "text/plain"]
