import type { StreamParser } from '@codemirror/language';

type State = { isInFence: boolean; isInTemplate: boolean };

const template = (stream: Parameters<StreamParser<State>['token']>[0], state: State): string => {
  if (stream.match('}}', true)) {
    state.isInTemplate = false;
    return 'brace';
  }
  if (stream.match(/^"[^"]*"/)) return 'string';
  if (stream.match(/^[#/]?[a-zA-Z_][\w.]*/)) return stream.current().startsWith('#') || stream.current().startsWith('/') ? 'keyword' : 'variableName';
  stream.next();
  return 'operator';
};

/** Markdown with Handlebars in it, as instructions and messages are written. Only what helps the eye: heads, lists, code, emphasis and what is put in. */
export const instructionsLanguage: StreamParser<State> = {
  startState: () => ({ isInFence: false, isInTemplate: false }),
  token(stream, state) {
    if (state.isInTemplate) return template(stream, state);
    if (stream.sol() && stream.match(/^```.*/)) {
      state.isInFence = !state.isInFence;
      return 'comment';
    }
    if (stream.match('{{', true)) {
      state.isInTemplate = true;
      return 'brace';
    }
    if (state.isInFence) {
      if (!stream.match(/^[^{]+/)) stream.next();
      return 'string';
    }
    if (stream.sol() && stream.match(/^#{1,6} .*/)) return 'heading';
    if (stream.sol() && stream.match(/^\s*(?:[-*+]|\d+\.) /)) return 'keyword';
    if (stream.match(/^`[^`]+`/)) return 'string';
    if (stream.match(/^\*\*[^*]+\*\*/)) return 'strong';
    if (!stream.match(/^[^{`*]+/)) stream.next();
    return null;
  },
};
