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
  };

  /** Models of Anthropic. */
  type Anthropic = {
    apiKey: string;
    base_url?: string;
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
}
