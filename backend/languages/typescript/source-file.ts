import {
  parseSync,
  type Class,
  type Comment,
  type Declaration,
  type Expression,
  type Function as FunctionNode,
  type ParseResult,
  type Program,
  type Statement,
  type TSEnumDeclaration,
  type TSInterfaceDeclaration,
  type TSType,
  type TSTypeAliasDeclaration,
} from 'oxc-parser';
import type { SourceProblem } from '../language.ts';
import { positionAt } from '../source-position.ts';

/** A declaration that a type name may refer to. */
export type TypeDeclaration = TSTypeAliasDeclaration | TSInterfaceDeclaration | TSEnumDeclaration | Class;

/** The entrypoint in any of the ways in which people write it. */
export type MainFunction = { parameters: FunctionNode['params']; returnType: TSType | null; body: FunctionNode['body'] | Expression; start: number };

/** A parsed script with what the schema needs to look up by name. */
export type SourceFile = {
  text: string;
  program: Program;
  module: ParseResult['module'];
  comments: Comment[];
  problems: SourceProblem[];
  /** Types, interfaces, enums and classes of the file. */
  types: ReadonlyMap<string, TypeDeclaration>;
  /** Constants of the file, for `typeof levels[number]`. */
  constants: ReadonlyMap<string, Expression>;
  /** Where each imported name comes from. */
  importedFrom: ReadonlyMap<string, string>;
};

/** Parses TypeScript without running it. Bad source gives problems instead of throwing. */
export function parseSource(text: string): SourceFile {
  const result = parseSync('main.ts', text, { lang: 'ts', sourceType: 'module' });
  const problems = result.errors
    .filter((error) => error.severity === 'Error')
    .map((error) => ({
      message: error.helpMessage ? `${error.message}. ${error.helpMessage}` : error.message,
      ...positionAt(text, error.labels[0]?.start ?? 0),
    }));
  const types = new Map<string, TypeDeclaration>();
  const constants = new Map<string, Expression>();
  const importedFrom = new Map<string, string>();
  for (const statement of result.program.body) {
    const declaration = declarationOf(statement);
    if (declaration) indexDeclaration(declaration, types, constants);
    if (statement.type === 'ImportDeclaration') {
      for (const specifier of statement.specifiers) importedFrom.set(specifier.local.name, statement.source.value);
    }
  }
  return { text, program: result.program, module: result.module, comments: result.comments, problems, types, constants, importedFrom };
}

function declarationOf(statement: Statement): Declaration | null {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration;
  switch (statement.type) {
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSEnumDeclaration':
    case 'ClassDeclaration':
    case 'VariableDeclaration':
    case 'FunctionDeclaration':
      return statement;
    default:
      return null;
  }
}

function indexDeclaration(declaration: Declaration, types: Map<string, TypeDeclaration>, constants: Map<string, Expression>): void {
  switch (declaration.type) {
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSEnumDeclaration':
      types.set(declaration.id.name, declaration);
      break;
    case 'ClassDeclaration':
      if (declaration.id) types.set(declaration.id.name, declaration);
      break;
    case 'VariableDeclaration':
      for (const { id, init } of declaration.declarations) {
        if (id.type === 'Identifier' && init) constants.set(id.name, init);
      }
      break;
    default:
  }
}

/**
 * Finds the exported `main`: a function, a constant that holds one, a call that wraps one (`workflow(async () => …)`), an
 * export under that name, or a default export named `main`.
 */
export function findMain(file: SourceFile): MainFunction | null {
  const localName = exportedLocalName(file.program);
  if (localName === null) return null;
  for (const statement of file.program.body) {
    const declaration = statement.type === 'ExportDefaultDeclaration' ? statement.declaration : declarationOf(statement);
    if (declaration?.type === 'FunctionDeclaration' && declaration.id?.name === localName) return { ...partsOf(declaration), start: statement.start };
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier' || id.name !== localName || !init) continue;
      const found = functionIn(init);
      if (found) return { ...found, start: statement.start };
    }
  }
  return null;
}

function exportedLocalName(program: Program): string | null {
  for (const statement of program.body) {
    if (statement.type === 'ExportDefaultDeclaration' && statement.declaration.type === 'FunctionDeclaration' && statement.declaration.id?.name === 'main')
      return 'main';
    if (statement.type !== 'ExportNamedDeclaration' || statement.exportKind === 'type') continue;
    const { declaration } = statement;
    if (declaration?.type === 'FunctionDeclaration' && declaration.id?.name === 'main') return 'main';
    if (declaration?.type === 'VariableDeclaration' && declaration.declarations.some(({ id }) => id.type === 'Identifier' && id.name === 'main')) return 'main';
    for (const specifier of statement.source ? [] : statement.specifiers) {
      if (nameOf(specifier.exported) === 'main') return nameOf(specifier.local);
    }
  }
  return null;
}

function nameOf(node: { type: 'Identifier'; name: string } | { type: 'Literal'; value: unknown }): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}

function partsOf({ params, returnType, body }: Pick<FunctionNode, 'params' | 'returnType'> & { body: MainFunction['body'] }): Omit<MainFunction, 'start'> {
  return { parameters: params, returnType: returnType?.typeAnnotation ?? null, body };
}

function functionIn(expression: Expression): Omit<MainFunction, 'start'> | null {
  const plain = withoutAssertions(expression);
  if (plain.type === 'ArrowFunctionExpression' || plain.type === 'FunctionExpression') return partsOf(plain);
  if (plain.type !== 'CallExpression') return null;
  for (const argument of plain.arguments.toReversed()) {
    const found = argument.type === 'SpreadElement' ? null : functionIn(argument);
    if (found) return found;
  }
  return null;
}

/** The expression below `as const`, `satisfies T`, `!` and parentheses. */
export function withoutAssertions(expression: Expression): Expression {
  switch (expression.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
    case 'TSTypeAssertion':
      return withoutAssertions(expression.expression);
    default:
      return expression;
  }
}
