import { baseUrl, type Config } from '../../config/config.ts';

/** Whether an address is reached from this machine alone. */
export function isOwnMachine(address: string): boolean {
  const host = new URL(address).hostname;
  return host === 'localhost' || host === '[::1]' || host.endsWith('.localhost') || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** In our own Slack an admin acts as anybody, so it is there only where that is meant: by the setting, or on somebody's own machine. */
export const hasSimulator = (config: Config): boolean =>
  config.MILLRACE_SLACK_SIMULATOR === 'on' || (config.MILLRACE_SLACK_SIMULATOR === 'auto' && isOwnMachine(baseUrl(config)));
