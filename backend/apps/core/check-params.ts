import type { AppDocument, AppPage, AppStep, PageParameter } from '../app.contract.ts';
import type { AppProblem } from './check.ts';
import { expressionsIn, stepsIn } from './expressions.ts';
import { valueOfParam } from './page-params.ts';
import { walk } from './tree.ts';

type Part = AppProblem['part'];
const problem = (part: Part, pointer: string, severity: AppProblem['severity'], code: string, message: string): AppProblem => ({
  part,
  pointer,
  severity,
  code,
  message,
});

/** What is wrong with the parameters of pages, and with the steps that lead to them. */
export function checkParams(document: AppDocument): AppProblem[] {
  return [...document.pages.flatMap((page, index) => checkPage(page, index === 0)), ...checkGoing(document)];
}

const isNeeded = ({ is_required: isRequired, default: fallback }: PageParameter): boolean => isRequired === true && (fallback ?? null) === null;

function checkPage(page: AppPage, isFirst: boolean): AppProblem[] {
  const part: Part = { kind: 'page', id: page.id };
  const seen = new Set<string>();
  const own = page.params.flatMap((parameter, index) => {
    const isTwice = seen.has(parameter.id);
    seen.add(parameter.id);
    return checkParameter(part, parameter, `/params/${index}`, isTwice);
  });
  const needed = page.params.filter(isNeeded).map(({ id }) => `\`${id}\``);
  if (needed.length === 0 || (!page.is_in_navigation && !isFirst)) return own;
  const where = isFirst ? 'The app opens with this page' : 'This page is in the navigation';
  return [
    ...own,
    problem(part, '/params', 'warning', 'app/missing_parameter', `${where}, which gives it no ${needed.join(', ')}: people would be told that it is missing.`),
  ];
}

function checkParameter(part: Part, parameter: PageParameter, pointer: string, isTwice: boolean): AppProblem[] {
  const { id, type, choices = [], default: fallback = null } = parameter;
  const error = (code: string, message: string): AppProblem => problem(part, pointer, 'error', code, message);
  return [
    ...(isTwice ? [error('app/duplicate_id', `The parameter \`${id}\` stands twice.`)] : []),
    ...(reserved.has(id) ? [error('app/id_taken', `A parameter cannot be called \`${id}\`: that word of the address names the page.`)] : []),
    ...(type === 'choice' && choices.length === 0 ? [error('app/no_choices', `\`${id}\` is one of some choices, and there are none.`)] : []),
    ...(fallback !== null && valueOfParam(parameter, fallback) === undefined
      ? [error('app/wrong_value', `The default of \`${id}\` does not fit its type.`)]
      : []),
  ];
}

const reserved: ReadonlySet<string> = new Set(['page']);

/** Steps that go to a page without what it needs, with what it does not know, or with what does not fit. */
function checkGoing(document: AppDocument): AppProblem[] {
  const pages = new Map(document.pages.map((page) => [page.id, page]));
  const check = (part: Part, pointer: string, steps: readonly AppStep[] | undefined): AppProblem[] =>
    [...stepsIn(steps)].flatMap((step) => {
      const page = step.do === 'go' ? pages.get(step.page) : undefined;
      return page && step.do === 'go'
        ? goingProblems(page, step.params ?? {}).map((message) => problem(part, pointer, 'error', 'app/wrong_parameter', message))
        : [];
    });
  return [
    ...document.actions.flatMap(({ id, on_success: done, on_error: failed }) => {
      const part: Part = { kind: 'action', id };
      return [...check(part, '/on_success', done), ...check(part, '/on_error', failed)];
    }),
    ...[...walk(document)].flatMap(({ node }) =>
      Object.entries(node.on ?? {}).flatMap(([event, steps]) => check({ kind: 'component', id: node.id }, `/on/${event}`, steps)),
    ),
  ];
}

function goingProblems(page: AppPage, given: Readonly<Record<string, unknown>>): string[] {
  const known = new Map(page.params.map((parameter) => [parameter.id, parameter]));
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  const wrong = Object.entries(given).filter(([name, value]) => {
    const parameter = known.get(name);
    return parameter && value !== null && expressionsIn(value).next().done && valueOfParam(parameter, value) === undefined;
  });
  const missing = page.params.filter((parameter) => isNeeded(parameter) && (given[parameter.id] ?? null) === null);
  return [
    ...unknown.map((name) => `The page \`${page.id}\` has no parameter \`${name}\`.`),
    ...wrong.map(([name]) => `\`${name}\` does not fit the parameter of the page \`${page.id}\`.`),
    ...missing.map(({ id }) => `The page \`${page.id}\` needs \`${id}\`.`),
  ];
}
