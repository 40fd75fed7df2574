/** Modules whose package on PyPI has another name. Dotted names are namespaces that several packages share. */
const packageOfModule: Readonly<Record<string, string>> = {
  'Bio': 'biopython', 'Crypto': 'pycryptodome', 'Cryptodome': 'pycryptodomex', 'Levenshtein': 'python-Levenshtein', 'MySQLdb': 'mysqlclient', 'OpenSSL': 'pyOpenSSL', 'PIL': 'pillow', 'OpenGL': 'PyOpenGL',
  'airflow': 'apache-airflow', 'apiclient': 'google-api-python-client', 'attr': 'attrs', 'attrs': 'attrs', 'azure.core': 'azure-core', 'azure.cosmos': 'azure-cosmos', 'azure.identity': 'azure-identity', 'azure.keyvault.secrets': 'azure-keyvault-secrets', 'azure.storage.blob': 'azure-storage-blob',
  'barcode': 'python-barcode', 'bs4': 'beautifulsoup4', 'bson': 'pymongo', 'gridfs': 'pymongo', 'certifi': 'certifi', 'clickhouse_driver': 'clickhouse-driver', 'cv2': 'opencv-python-headless', 'databricks.sql': 'databricks-sql-connector', 'dateutil': 'python-dateutil', 'discord': 'discord.py',
  'dns': 'dnspython', 'docx': 'python-docx', 'dotenv': 'python-dotenv', 'elasticsearch_dsl': 'elasticsearch-dsl', 'facebook_business': 'facebook-business', 'faiss': 'faiss-cpu', 'fitz': 'PyMuPDF', 'flask_cors': 'flask-cors', 'flask_sqlalchemy': 'flask-sqlalchemy', 'genai': 'google-genai', 'git': 'GitPython', 'github': 'PyGithub', 'gitlab': 'python-gitlab',
  'google.analytics.data': 'google-analytics-data', 'google.api_core': 'google-api-core', 'google.auth': 'google-auth', 'google.oauth2': 'google-auth', 'google.cloud.bigquery': 'google-cloud-bigquery', 'google.cloud.firestore': 'google-cloud-firestore', 'google.cloud.logging': 'google-cloud-logging', 'google.cloud.pubsub': 'google-cloud-pubsub', 'google.cloud.pubsub_v1': 'google-cloud-pubsub',
  'google.cloud.secretmanager': 'google-cloud-secret-manager', 'google.cloud.speech': 'google-cloud-speech', 'google.cloud.storage': 'google-cloud-storage', 'google.cloud.translate': 'google-cloud-translate', 'google.cloud.vision': 'google-cloud-vision', 'google.genai': 'google-genai', 'google.generativeai': 'google-generativeai', 'google.protobuf': 'protobuf', 'google_auth_oauthlib': 'google-auth-oauthlib', 'googleapiclient': 'google-api-python-client',
  'grpc': 'grpcio', 'hubspot': 'hubspot-api-client', 'jose': 'python-jose', 'jwt': 'PyJWT', 'kafka': 'kafka-python', 'kubernetes': 'kubernetes', 'ldap': 'python-ldap', 'lxml': 'lxml', 'magic': 'python-magic', 'markdown': 'Markdown', 'mpl_toolkits': 'matplotlib', 'mysql.connector': 'mysql-connector-python', 'nacl': 'PyNaCl', 'notion_client': 'notion-client', 'odf': 'odfpy',
  'opentelemetry': 'opentelemetry-api', 'opentelemetry.sdk': 'opentelemetry-sdk', 'oauth2client': 'oauth2client', 'paho': 'paho-mqtt', 'pinecone': 'pinecone', 'pkg_resources': 'setuptools', 'pptx': 'python-pptx', 'psycopg': 'psycopg[binary]', 'psycopg2': 'psycopg2-binary', 'pydantic_core': 'pydantic-core', 'pylab': 'matplotlib', 'pymssql': 'pymssql', 'pythoncom': 'pywin32', 'pytz': 'pytz', 'qrcode': 'qrcode',
  'rest_framework': 'djangorestframework', 'ruamel': 'ruamel.yaml', 'ruamel.yaml': 'ruamel.yaml', 'salesforce_bulk': 'salesforce-bulk', 'sendgrid': 'sendgrid', 'serial': 'pyserial', 'shopify': 'ShopifyAPI', 'simple_salesforce': 'simple-salesforce', 'skimage': 'scikit-image', 'sklearn': 'scikit-learn', 'slack': 'slackclient', 'slack_bolt': 'slack-bolt', 'slack_sdk': 'slack-sdk', 'slugify': 'python-slugify', 'snowflake.connector': 'snowflake-connector-python', 'snowflake.snowpark': 'snowflake-snowpark-python',
  'socks': 'PySocks', 'speech_recognition': 'SpeechRecognition', 'sqlalchemy': 'SQLAlchemy', 'telegram': 'python-telegram-bot', 'tlz': 'toolz', 'toml': 'toml', 'twitter': 'python-twitter', 'unidecode': 'Unidecode', 'usb': 'pyusb', 'websocket': 'websocket-client', 'win32com': 'pywin32', 'yaml': 'PyYAML', 'zmq': 'pyzmq',
};

/**
 * Name on PyPI of the package that a module comes from: the longest known prefix of what is imported, otherwise the first part of the
 * name, which is the package's own in nearly all cases.
 */
export function packageNamesOf(module: string, names: readonly string[]): string[] {
  const whole = known(module);
  const parts = names.map((name) => known(`${module}.${name}`)).filter((name) => name !== null);
  const found = parts.length > 0 && (whole === null || !module.includes('.')) ? parts : [whole].filter((name) => name !== null);
  return found.length > 0 ? [...new Set(found)] : [module.split('.')[0] as string];
}

function known(dotted: string): string | null {
  const parts = dotted.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const name = parts.slice(0, length).join('.');
    if (Object.hasOwn(packageOfModule, name)) return packageOfModule[name] ?? null;
  }
  return null;
}

/** Package names are compared as PyPI does: without case, with `-`, `_` and `.` as one. */
export function normalisedPackageName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** The name in a requirement line such as `requests[socks]>=2,<3 ; python_version > "3.8"`. */
export function nameInRequirement(requirement: string): string {
  return normalisedPackageName(/^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(requirement)?.[0] ?? requirement);
}
