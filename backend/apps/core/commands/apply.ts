import type { AppCommand } from '../../app-commands.contract.ts';
import type { AppDocument } from '../../app.contract.ts';
import type { Applied, CommandOf, Perform, Verb } from './command.ts';
import { insertPage, movePage, putAction, putLanguage, putText, putVariable, removeAction, removePage, removeVariable, setApp, setPage } from './lists.ts';
import { insertNode, moveNode, putSlot, removeNode, setFlow, setHandler, setLayout, setProp } from './nodes.ts';
import { rename, rewrite } from './rename.ts';

/** All of them or none; undone in reverse order. */
const batch: Perform<'batch'> = (document, { commands }) => {
  const inverses: AppCommand[] = [];
  let next = document;
  for (const command of commands) {
    const applied = applyCommand(next, command);
    next = applied.document;
    inverses.unshift(applied.inverse);
  }
  return { document: next, inverse: { do: 'batch', commands: inverses } };
};

const performers: { readonly [Name in Verb]: Perform<Name> } = {
  insert_node: insertNode,
  remove_node: removeNode,
  move_node: moveNode,
  set_layout: setLayout,
  set_prop: setProp,
  set_handler: setHandler,
  put_slot: putSlot,
  set_flow: setFlow,
  put_action: putAction,
  remove_action: removeAction,
  put_variable: putVariable,
  remove_variable: removeVariable,
  insert_page: insertPage,
  remove_page: removePage,
  move_page: movePage,
  set_page: setPage,
  set_app: setApp,
  put_language: putLanguage,
  put_text: putText,
  rename,
  rewrite,
  batch,
};

/**
 * Carries a command out on a document, which stays as it is; what the command does not touch is shared between both. Throws
 * `CommandRefused` where it does not fit. Whether the result makes sense is the business of the check, not of the command.
 */
export function applyCommand(document: AppDocument, command: AppCommand): Applied {
  return perform(document, command);
}

function perform<Name extends Verb>(document: AppDocument, command: CommandOf<Name>): Applied {
  return (performers[command.do as Name] as Perform<Name>)(document, command);
}
