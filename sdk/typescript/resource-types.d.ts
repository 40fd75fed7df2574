// Made by sdk/generate-resource-types.ts; do not edit.

/** Types of resources: use one as the type of a parameter of `main`, and the form offers the resources of that type. */
declare namespace RT {
  /** A PostgreSQL database, also one that speaks its protocol such as Neon, Supabase or CockroachDB. */
  type Postgresql = {
    host: string;
    port?: number;
    dbname: string;
    user: string;
    password?: string;
    /** "require" encrypts; "verify-full" also checks who answers */
    sslmode?: "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full";
    /** PEM, for a server with a certificate of its own */
    root_certificate_pem?: string;
  };

  /** A MySQL or MariaDB database. */
  type Mysql = {
    host: string;
    port?: number;
    database: string;
    user: string;
    password?: string;
    /** Encrypt, and check who answers */
    ssl?: boolean;
  };

  /** Any API over HTTP: its address and how to sign in. */
  type Http = {
    url: string;
    /** Sent as "Authorization: Bearer …" */
    token?: string;
    /** For basic authentication */
    username?: string;
    password?: string;
    headers?: Record<string, string>;
  };

  /** A server that takes e-mail for delivery. */
  type Smtp = {
    host: string;
    port?: number;
    /** "starttls" for port 587, "tls" for port 465, "none" only within a network that you trust */
    security?: "starttls" | "tls" | "none";
    user?: string;
    password?: string;
    /** Address that messages come from */
    from?: string;
  };

  /** A Slack workspace, through the token of a bot. */
  type Slack = {
    /** Begins with "xoxb-": your app at api.slack.com, OAuth & Permissions */
    token: string;
    /** Where messages go when a script names no other */
    channel?: string;
    /** Another one only for GovSlack */
    base_url?: string;
  };

  /** Models of OpenAI, or of a server with the same API such as vLLM, Ollama or a gateway. */
  type Openai = {
    api_key: string;
    base_url?: string;
    organization_id?: string;
    /** Left out: responses at the address of OpenAI, chat completions elsewhere */
    api?: "responses" | "chat";
  };

  /** Models of Anthropic. */
  type Anthropic = {
    apiKey: string;
    base_url?: string;
  };

  /** Gemini models, with a key of Google AI Studio. */
  type Google = {
    api_key: string;
    base_url?: string;
  };

  /** Models of Mistral AI. */
  type Mistral = {
    api_key: string;
    base_url?: string;
  };

  /** Models of OpenAI in Azure. */
  type AzureOpenai = {
    /** Such as https://my-resource.openai.azure.com/openai */
    base_url: string;
    api_key: string;
    /** Left out: v1 */
    api_version?: string;
    api?: "responses" | "chat";
  };

  /** Models in Amazon Bedrock: with an API key of Bedrock, or with an access key of AWS. */
  type Bedrock = {
    /** Such as eu-central-1 */
    region: string;
    api_key?: string;
    access_key_id?: string;
    secret_access_key?: string;
    session_token?: string;
    /** Left out: that of the region */
    base_url?: string;
  };

  /** Models of many providers through one key. */
  type Openrouter = {
    api_key: string;
    base_url?: string;
  };

  /** Open models, fast. */
  type Groq = {
    api_key: string;
    base_url?: string;
  };

  /** Ollama, vLLM, LM Studio or any other server with the chat completions API. One in a private network has to be allowed by whoever runs Millrace. */
  type OpenaiCompatible = {
    /** Such as http://ollama.internal:11434/v1 */
    base_url: string;
    api_key?: string;
    has_structured_output?: boolean;
  };

  /** A bucket of S3, or of a server with the same API such as MinIO, R2 or Garage. */
  type S3 = {
    bucket: string;
    region?: string;
    /** Host of the server; empty for AWS */
    endPoint?: string;
    accessKey: string;
    secretKey: string;
    useSSL?: boolean;
    /** Off: the bucket is part of the host name */
    pathStyle?: boolean;
  };

  /** A Git repository over HTTPS. */
  type Git = {
    url: string;
    branch?: string;
    /** Most services take any name beside a token */
    username?: string;
    token?: string;
    /** Within the repository; empty for all of it */
    folder?: string;
  };

  /** A server of the Model Context Protocol: its tools are there for agents. */
  type McpServer = {
    /** "http" for an address, "stdio" for a program that Millrace starts in a sandbox */
    transport: "http" | "stdio";
    url?: string;
    /** Sent as "Authorization: Bearer …" */
    token?: string;
    /** A JSON object of names and values; kept secret */
    headers?: Record<string, unknown>;
    /** Found on the PATH of the system, or below a folder of MILLRACE_MCP_FOLDERS */
    command?: string;
    args?: Array<string>;
    /** A JSON object of names and values, all that it sees besides a PATH and a folder of its own; kept secret */
    env?: Record<string, unknown>;
    /** Empty: all */
    include?: Array<string>;
    exclude?: Array<string>;
  };

  /** A text that agents and AI clients may read: a policy, a price list, a manual. */
  type Document = {
    title?: string;
    /** Markdown is understood */
    text: string;
    media_type?: "text/markdown" | "text/plain";
  };
}
