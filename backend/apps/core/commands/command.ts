import type { AppCommand } from '../../app-commands.contract.ts';
import type { AppDocument } from '../../app.contract.ts';

/** The verbs of commands. */
export type Verb = AppCommand['do'];
/** A command of one verb. */
export type CommandOf<Name extends Verb> = Extract<AppCommand, { do: Name }>;

/** What a command leads to: the new document, and the command that leads back to the same bytes. */
export type Applied = { readonly document: AppDocument; readonly inverse: AppCommand };

/** How one verb works. Throws {@link CommandRefused} where it does not fit the document. */
export type Perform<Name extends Verb> = (document: AppDocument, command: CommandOf<Name>) => Applied;

/** Why a command cannot be carried out; the document stays as it is. The message is for the person who edits. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';

  constructor(
    readonly code: 'app/no_such_part' | 'app/id_taken' | 'app/too_large' | 'app/wrong_place' | 'app/last_page' | 'app/name_bound',
    message: string,
  ) {
    super(message);
  }
}

/** The part, or a refusal that names it. */
export function present<Part>(part: Part | undefined, what: string, id: string): Part {
  if (part === undefined) throw new CommandRefused('app/no_such_part', `There is no ${what} \`${id}\` any more. Somebody may have removed it.`);
  return part;
}
