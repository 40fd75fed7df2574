import Handlebars from 'handlebars';
import { templateHelpers, textOfValue } from './template-helpers.ts';
import { isTruthy, lookUp, type TemplateScope } from './template-scope.ts';

/** What a template may use up. A template that wants more is an error, not a slow one. */
export type TemplateLimits = { characters: number; steps: number };

const usualLimits: TemplateLimits = { characters: 20_000, steps: 20_000 };
const deepestNesting = 20;

/** A template that cannot be read or rendered: the message is for who wrote it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** How values stand in the text: `markdown` keeps them from being more than text, `plain` leaves them as they are. */
export type TemplateEscape = 'markdown' | 'plain';

/**
 * Renders text with holes in the language of Handlebars: paths, `../`, `#if`, `#unless`, `#each`, `#with`, `else`, literals, and the
 * functions of `template-helpers.ts`.
 *
 * Handlebars only parses. Its own way of rendering compiles to JavaScript and has no limits; here the tree is walked, so that a
 * template neither runs code nor reaches a prototype, and ends after so many steps.
 */
export function renderTemplate(
  template: string,
  values: Readonly<Record<string, unknown>>,
  escape: TemplateEscape = 'plain',
  limits: TemplateLimits = usualLimits,
): string {
  const walk = new TemplateWalk(escape, limits);
  walk.program(parse(template), { value: values, data: { root: values }, parent: null }, 0);
  return walk.text();
}

/** Throws a {@link TemplateError} unless a template can be read; what it names is not looked at. */
export function checkTemplate(template: string): void {
  parse(template);
}

function parse(template: string): hbs.AST.Program {
  try {
    return Handlebars.parse(template);
  } catch (error) {
    throw new TemplateError(`This template cannot be read: ${(error instanceof Error ? error.message : String(error)).slice(0, 300)}`);
  }
}

/** One rendering. */
class TemplateWalk {
  private readonly pieces: string[] = [];
  private characters = 0;
  private steps = 0;

  constructor(
    private readonly escape: TemplateEscape,
    private readonly limits: TemplateLimits,
  ) {}

  text(): string {
    return this.pieces.join('');
  }

  program(program: hbs.AST.Program | undefined, scope: TemplateScope, depth: number): void {
    if (!program) return;
    if (depth > deepestNesting) throw new TemplateError(`This template nests more than ${deepestNesting} blocks.`);
    for (const statement of program.body) this.statement(statement, scope, depth);
  }

  private statement(statement: hbs.AST.Statement, scope: TemplateScope, depth: number): void {
    this.step();
    switch (statement.type) {
      case 'ContentStatement':
        return this.write((statement as hbs.AST.ContentStatement).value);
      case 'CommentStatement':
        return;
      case 'MustacheStatement': {
        const mustache = statement as hbs.AST.MustacheStatement;
        const text = textOfValue(this.call(mustache, scope));
        return this.write(mustache.escaped && this.escape === 'markdown' ? escapeMarkdown(text) : text);
      }
      case 'BlockStatement':
        return this.block(statement as hbs.AST.BlockStatement, scope, depth + 1);
      default:
        throw new TemplateError(`Templates have no ${statement.type.replace('Statement', '').toLowerCase()}s here.`);
    }
  }

  private block(block: hbs.AST.BlockStatement, scope: TemplateScope, depth: number): void {
    const name = block.path.original;
    const value = block.params.length === 0 ? undefined : this.expression(block.params[0] as hbs.AST.Expression, scope);
    if (block.params.length !== 1) throw new TemplateError(`"#${String(name)}" takes one value.`);
    switch (name) {
      case 'if':
        return this.program(isTruthy(value) ? block.program : block.inverse, scope, depth);
      case 'unless':
        return this.program(isTruthy(value) ? block.inverse : block.program, scope, depth);
      case 'with':
        return isTruthy(value) ? this.program(block.program, { value, data: scope.data, parent: scope }, depth) : this.program(block.inverse, scope, depth);
      case 'each':
        return this.each(block, value, scope, depth);
      default:
        throw new TemplateError(`There is no block "#${String(name)}". There are #if, #unless, #each and #with.`);
    }
  }

  private each(block: hbs.AST.BlockStatement, value: unknown, scope: TemplateScope, depth: number): void {
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (entries.length === 0) return this.program(block.inverse, scope, depth);
    entries.forEach(([key, item], index) => {
      this.step();
      const data = { ...scope.data, key, index, first: index === 0, last: index === entries.length - 1 };
      this.program(block.program, { value: item, data, parent: scope }, depth);
    });
  }

  private call({ path, params }: { path: hbs.AST.Expression; params: hbs.AST.Expression[] }, scope: TemplateScope): unknown {
    if (path.type === 'SubExpression') return this.call(path as hbs.AST.SubExpression, scope);
    const name = path.type === 'PathExpression' ? (path as hbs.AST.PathExpression).original : '';
    if (params.length === 0) return this.expression(path, scope);
    const helper = Object.hasOwn(templateHelpers, name) ? templateHelpers[name] : undefined;
    if (!helper) throw new TemplateError(`There is no function "${name}" in templates. There are ${Object.keys(templateHelpers).join(', ')}.`);
    return helper(...params.map((parameter) => this.expression(parameter, scope)));
  }

  private expression(expression: hbs.AST.Expression, scope: TemplateScope): unknown {
    this.step();
    switch (expression.type) {
      case 'PathExpression': {
        const { depth, data, parts } = expression as hbs.AST.PathExpression;
        return lookUp(scope, { depth, isData: data, parts });
      }
      case 'SubExpression':
        return this.call(expression as hbs.AST.SubExpression, scope);
      case 'StringLiteral':
      case 'NumberLiteral':
      case 'BooleanLiteral':
        return (expression as hbs.AST.StringLiteral | hbs.AST.NumberLiteral | hbs.AST.BooleanLiteral).value;
      case 'NullLiteral':
        return null;
      default:
        return undefined;
    }
  }

  private step(): void {
    this.steps += 1;
    if (this.steps > this.limits.steps) throw new TemplateError(`This template does too much: it was stopped after ${this.limits.steps} steps.`);
  }

  private write(text: string): void {
    this.characters += text.length;
    if (this.characters > this.limits.characters) throw new TemplateError(`The text of this template is longer than ${this.limits.characters} characters.`);
    this.pieces.push(text);
  }
}

/** A value in Markdown is only ever text: no link, no heading, no HTML, and no line of its own. */
const escapeMarkdown = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]()<>#+!|~&-]/g, (character) => `\\${character}`);
