import type { AnyNode } from 'acorn';

const allowed: ReadonlySet<string> = new Set([
  'Program', 'ExpressionStatement', 'ReturnStatement', 'BlockStatement', 'IfStatement', 'EmptyStatement', 'VariableDeclaration', 'VariableDeclarator',
  'Literal', 'TemplateLiteral', 'TemplateElement', 'Identifier', 'MemberExpression', 'ChainExpression', 'ParenthesizedExpression', 'CallExpression', 'NewExpression', 'AwaitExpression',
  'ArrayExpression', 'ObjectExpression', 'Property', 'SpreadElement', 'UnaryExpression', 'BinaryExpression', 'LogicalExpression', 'ConditionalExpression', 'SequenceExpression',
  'ArrowFunctionExpression', 'ArrayPattern', 'ObjectPattern', 'AssignmentPattern', 'RestElement',
]);

const reasons: Readonly<Record<string, string>> = {
  AssignmentExpression: 'An expression cannot assign. Declare a new name with `const`, or build a new object with `{...old, key: value}`.',
  UpdateExpression: 'An expression cannot assign, so `++` and `--` are not available.',
  ForStatement: 'Loops are not available. Use map, filter or reduce, or a script step.',
  ForOfStatement: 'Loops are not available. Use map, filter or reduce, or a script step.',
  ForInStatement: 'Loops are not available. Use Object.keys(...), or a script step.',
  WhileStatement: 'Loops are not available. Use map, filter or reduce, or a script step.',
  DoWhileStatement: 'Loops are not available. Use map, filter or reduce, or a script step.',
  FunctionDeclaration: 'Functions are not available. Use an arrow function: `const name = (value) => …`.',
  FunctionExpression: 'Functions are not available. Use an arrow function: `(value) => …`.',
  ClassDeclaration: 'Classes are not available; use a script step.',
  ClassExpression: 'Classes are not available; use a script step.',
  ImportDeclaration: 'Modules cannot be imported; use a script step.',
  ImportExpression: 'Modules cannot be imported; use a script step.',
  MetaProperty: 'There is no module here to ask about.',
  ThisExpression: '`this` is not available; use the names in scope.',
  ThrowStatement: 'An expression cannot throw; use a script step.',
  TryStatement: 'An expression cannot catch errors; use `?.` and `??` for values that may be missing.',
  SwitchStatement: 'Use `condition ? … : …` or `if` and `return` in place of `switch`.',
  YieldExpression: 'Generators are not available.',
  TaggedTemplateExpression: 'Tagged templates are not available.',
};

const constructible: ReadonlySet<string> = new Set(['Date', 'Map', 'Set', 'RegExp', 'Array']);

/** Why a part of an expression is refused; `undefined` where it is fine. What is not listed as allowed is refused. */
export function whyNotAllowed(node: AnyNode): string | undefined {
  if (!allowed.has(node.type)) return reasons[node.type] ?? 'This statement is not available in expressions; use a script step.';
  switch (node.type) {
    case 'NewExpression':
      if (node.callee.type === 'Identifier' && constructible.has(node.callee.name)) return undefined;
      return `Only ${[...constructible].join(', ')} can be constructed with \`new\`.`;
    case 'ArrowFunctionExpression':
      return node.async ? 'An expression cannot wait, so `async` is not available.' : undefined;
    case 'UnaryExpression':
      return node.operator === 'delete' ? 'An expression cannot delete. Build a new object without the key.' : undefined;
    case 'VariableDeclaration':
      return node.kind === 'var' ? 'Use `const` in place of `var`.' : undefined;
    case 'Literal':
      return node.bigint ? 'Big integers are not JSON; use a number or text.' : undefined;
    case 'MemberExpression':
      return node.property.type === 'PrivateIdentifier' ? 'Private names are not available.' : undefined;
    case 'Property':
      return node.kind === 'init' && !node.method ? undefined : 'Getters, setters and methods are not available; use an arrow function.';
    default:
      return undefined;
  }
}
