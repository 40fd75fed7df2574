import type { Expression, Statement } from 'oxc-parser';
import { withoutAssertions, type SourceFile } from './source-file.ts';

const sdk = 'millrace';

/** Whether the exported `main` is a workflow: a call of `workflow` of the SDK, under whatever name it is imported. */
export function isWorkflowMain(file: SourceFile): boolean {
  const names = workflowNames(file.program.body);
  if (names.size === 0) return false;
  const constant = file.constants.get(mainName(file.program.body));
  return constant !== undefined && isWorkflowCall(constant, names);
}

/** Local names of `workflow`, and of the SDK as a whole with a dot behind. */
function workflowNames(body: readonly Statement[]): Set<string> {
  const names = new Set<string>();
  for (const statement of body) {
    if (statement.type !== 'ImportDeclaration' || statement.source.value !== sdk) continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type === 'ImportNamespaceSpecifier') names.add(`${specifier.local.name}.workflow`);
      else if (specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier' && specifier.imported.name === 'workflow') names.add(specifier.local.name);
    }
  }
  return names;
}

/** The constant that is exported as `main`. */
function mainName(body: readonly Statement[]): string {
  for (const statement of body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source) continue;
    for (const { exported, local } of statement.specifiers) {
      if (exported.type === 'Identifier' && exported.name === 'main' && local.type === 'Identifier') return local.name;
    }
  }
  return 'main';
}

function isWorkflowCall(expression: Expression, names: ReadonlySet<string>): boolean {
  const plain = withoutAssertions(expression);
  if (plain.type !== 'CallExpression') return false;
  if (names.has(calleeName(plain.callee))) return true;
  return plain.arguments.some((argument) => argument.type !== 'SpreadElement' && isWorkflowCall(argument, names));
}

function calleeName(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.object.type !== 'Identifier' || callee.property.type !== 'Identifier') return '';
  return `${callee.object.name}.${callee.property.name}`;
}
