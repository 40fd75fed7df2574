import { spawn } from 'node:child_process';
import { toolEnvironment } from '../../config/tool-environment.ts';
import type { JsonObject } from '../../common/json.ts';
import { fields, secret, text, textOf, type ResourceTypeDefinition } from '../resource-type.ts';

/** Settings for git by its environment, where other processes of the machine cannot read them as they could arguments. */
function settingsOf(value: JsonObject): Record<string, string> {
  const [username, token] = [textOf(value, 'username', 'git'), textOf(value, 'token')];
  const settings: [string, string][] = [
    ['credential.helper', ''],
    ['http.followRedirects', 'false'],
    ['protocol.allow', 'never'],
    ['protocol.https.allow', 'always'],
    ['protocol.http.allow', 'always'],
  ];
  if (token) settings.push(['http.extraHeader', `Authorization: Basic ${Buffer.from(`${username}:${token}`).toString('base64')}`]);
  const numbered = settings.flatMap(
    ([key, content], index) =>
      [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, content],
      ] as [string, string][],
  );
  return {
    ...Object.fromEntries(numbered),
    GIT_CONFIG_COUNT: String(settings.length),
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    LC_ALL: 'C',
  };
}

/** What git complains of, the last of it. That it would ask at a terminal for a name means that the service refused what it was given. */
function inWords(complaint: string, hasToken: boolean): string | undefined {
  const isRefused = /could not read (?:Username|Password)|Authentication failed|error: 40[13]\b/.test(complaint);
  if (isRefused)
    return hasToken ? 'It does not accept this token for this repository.' : 'It asks for a sign-in, or there is no such repository: give a token.';
  return complaint
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^fatal: /, '');
}

/** Lists the branches of the repository. The address stands behind `--`, so that it is never read as an option. */
function listBranches(value: JsonObject, signal: AbortSignal): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['ls-remote', '--heads', '--', textOf(value, 'url')], {
      env: { ...toolEnvironment(), ...settingsOf(value) },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    });
    let [output, complaint] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(0, 1_000_000);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(0, 4000);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output.split('\n').flatMap((line) => line.split('\trefs/heads/')[1] ?? []));
      else reject(new Error(inWords(complaint, textOf(value, 'token') !== '') ?? `git ended with exit code ${code}`));
    });
  });
}

/** A Git repository over HTTPS. */
export const git: ResourceTypeDefinition = {
  name: 'git',
  title: 'Git repository',
  description: 'A Git repository over HTTPS.',
  schema: fields(
    {
      url: text('Address', { format: 'uri', pattern: '^https?://', 'x-ui': { placeholder: 'https://github.com/acme/scripts.git' } }),
      branch: text('Branch', { default: 'main' }),
      username: text('User', { description: 'Most services take any name beside a token' }),
      token: secret('Token'),
      folder: text('Folder', { description: 'Within the repository; empty for all of it' }),
    },
    ['url'],
  ),
  async test(value, signal) {
    const branches = await listBranches(value, signal);
    const branch = textOf(value, 'branch', 'main');
    if (branches.length > 0 && !branches.includes(branch))
      throw new Error(`It answers, but has no branch "${branch}". It has ${branches.slice(0, 10).join(', ')}.`);
    return branches.length === 0
      ? 'It answers; the repository is empty.'
      : `It answers, with ${branches.length} ${branches.length === 1 ? 'branch' : 'branches'}.`;
  },
};
