const names = new Set([
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NPM_CONFIG_REGISTRY',
  'PYENV_VERSION',
  'PYENV_ROOT',
]);
const prefixes = /^(npm_config_registry|http_proxy|https_proxy|no_proxy|all_proxy|pip_|uv_)/i;

/**
 * The part of the environment that interpreters and package managers need: search path, home, locale, certificates,
 * proxies and registries. Everything else stays out of the programs that Millrace starts, above all its database URL and
 * master key, because a package's own code may run in them.
 */
export function toolEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined && (names.has(entry[0]) || prefixes.test(entry[0]))),
  );
}
