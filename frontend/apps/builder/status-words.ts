import type { AppAction } from '../../../backend/apps/app.contract.ts';
import { formatPlural } from '../../ui/format.ts';

/** As whom the actions of an app run, in one line. */
export function runsAsWords(actions: readonly Pick<AppAction, 'run_as'>[]): string {
  const others = actions.filter(({ run_as: runAs }) => runAs === 'author').length;
  if (others === 0) return 'Runs as: viewer';
  const words = `${formatPlural(others, 'action')} as whoever releases`;
  return others === actions.length ? `Runs as: whoever releases (${formatPlural(others, 'action')})` : `Runs as: viewer (${words})`;
}
