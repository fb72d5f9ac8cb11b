/** CloudFormation's intrinsic functions, resolved as far as the templates of one assembly allow. */
import { isJsonObject } from '../tools/json-schema';
import { Exports } from './exports';
import { Placeholders, type Reference } from './placeholders';
import { pseudoParameter } from './pseudo-parameters';
import type { StackTemplate } from './stack-template';
import { listOf, recordOf, textOf } from './template';

/** Deeper than any template that CloudFormation takes; tool schemas alone have some two hundred levels. */
const MAX_DEPTH = 500;

export class Resolver {
  private readonly placeholders: Placeholders;
  private readonly exports: Exports;
  private readonly active = new Set<unknown>();

  constructor(stacks: readonly StackTemplate[]) {
    this.placeholders = new Placeholders(stacks);
    this.exports = new Exports(stacks, (value, stack) => this.text(value, stack));
  }

  /**
   * The value with every intrinsic function replaced by literal text, placeholders where only the deployment knows.
   * `AWS::NoValue` is undefined; in lists and objects it is left out.
   */
  resolve(value: unknown, stack: StackTemplate, depth = 0): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) return Placeholders.unknown('too deep');
    if (Array.isArray(value)) {
      return value.map((item) => this.resolve(item, stack, depth + 1)).filter((item) => item !== undefined);
    }
    const entries = Object.entries(value);
    if (entries.length === 1) {
      const [[name, argument]] = entries as [[string, unknown]];
      if (name === 'Ref' && typeof argument === 'string') return this.ref(argument, stack, depth);
      if (name.startsWith('Fn::')) return this.call(name, argument, stack, depth);
    }
    return Object.fromEntries(
      entries
        .map(([key, item]) => [key, this.resolve(item, stack, depth + 1)] as const)
        .filter(([, item]) => item !== undefined),
    );
  }

  /** The value as text; what is not text is written as JSON. */
  text(value: unknown, stack: StackTemplate, depth = 0): string {
    const resolved = this.resolve(value, stack, depth);
    if (typeof resolved === 'string') return resolved;
    return resolved === undefined ? '' : JSON.stringify(resolved);
  }

  /** The resources that a resolved text points at. */
  referencesIn(text: string): Reference[] {
    return this.placeholders.referencesIn(text);
  }

  /** A value of another template; templates that take it from each other in a circle get a placeholder. */
  private elsewhere(value: unknown, stack: StackTemplate, depth: number): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (this.active.has(value)) return Placeholders.unknown('circular reference');
    this.active.add(value);
    try {
      return this.resolve(value, stack, depth + 1);
    } finally {
      this.active.delete(value);
    }
  }

  private ref(name: string, stack: StackTemplate, depth: number): unknown {
    if (name === 'AWS::NoValue') return undefined;
    if (name.startsWith('AWS::')) return pseudoParameter(name, stack) ?? Placeholders.unknown(name);
    const resource = stack.template.resources.get(name);
    if (resource) return this.placeholders.of(resource);
    const passed = stack.nestedIn && ownOf(stack.nestedIn.resource.properties.Parameters, name);
    if (stack.nestedIn && passed !== undefined) return this.elsewhere(passed, stack.nestedIn.stack, depth);
    return this.placeholders.ofParameter(name, stack);
  }

  private attribute(logicalId: string, attribute: string, stack: StackTemplate, depth: number): unknown {
    const nested = stack.nested.get(logicalId);
    const output = attribute.startsWith('Outputs.') && nested?.template.outputs.get(attribute.slice('Outputs.'.length));
    if (nested && output) return this.elsewhere(output.value, nested, depth);
    const resource = stack.template.resources.get(logicalId);
    return resource
      ? this.placeholders.of(resource, attribute)
      : Placeholders.unknown(`${stack.id}.${logicalId}.${attribute}`);
  }

  private call(name: string, argument: unknown, stack: StackTemplate, depth: number): unknown {
    const inner = (value: unknown): unknown => this.resolve(value, stack, depth + 1);
    const innerText = (value: unknown): string => this.text(value, stack, depth + 1);
    const list = listOf(argument);
    switch (name) {
      case 'Fn::GetAtt': {
        const [id, ...rest] = typeof argument === 'string' ? argument.split('.') : list.map(innerText);
        return this.attribute(id ?? '', rest.join('.'), stack, depth);
      }
      case 'Fn::Join': {
        const parts = inner(list[1]);
        if (!Array.isArray(parts)) return composite(name, innerText(list[1]));
        return parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(innerText(list[0]));
      }
      case 'Fn::Sub':
        return this.substitute(argument, stack, depth);
      case 'Fn::Split':
        return splitOutsidePlaceholders(innerText(list[1]), innerText(list[0]));
      case 'Fn::Select':
        return this.select(Number(innerText(list[0])), list[1], stack, depth);
      case 'Fn::ImportValue': {
        const exportName = innerText(argument);
        const found = this.exports.find(exportName, stack);
        return found ? this.elsewhere(found.value, found.stack, depth) : composite(name, exportName);
      }
      case 'Fn::GetStackOutput': {
        const call = recordOf(argument);
        const [stackName, outputName] = [innerText(call.StackName), innerText(call.OutputName)];
        const found = this.exports.findOutput(stackName, outputName, stack);
        return found ? this.elsewhere(found.value, found.stack, depth) : composite(name, `${stackName}.${outputName}`);
      }
      case 'Fn::FindInMap': {
        const [map, top, second] = list.map(innerText);
        const found = ownOf(ownOf(ownOf(stack.template.mappings, map), top), second);
        return found === undefined ? composite(name, `${map} ${top} ${second}`) : found;
      }
      case 'Fn::If': {
        const [condition, ...branches] = list;
        const texts = branches.map(innerText);
        // What follows from a condition is never guessed: a reader sees both, and no code takes one of them for the value.
        return composite(name, `${textOf(condition) ?? ''} ${texts.join(' or ')}`);
      }
      case 'Fn::ToJsonString':
        return JSON.stringify(inner(argument));
      default:
        return composite(name, innerText(argument));
    }
  }

  private substitute(argument: unknown, stack: StackTemplate, depth: number): unknown {
    const [body, variables] = Array.isArray(argument) ? listOf(argument) : [argument];
    const given = recordOf(variables);
    return String(body).replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, expression: string) => {
      if (literal) return `\${${expression}}`;
      const name = expression.trim();
      if (Object.hasOwn(given, name)) return this.text(given[name], stack, depth + 1);
      const [id, ...attribute] = name.split('.');
      const value =
        attribute.length > 0 && !name.startsWith('AWS::')
          ? this.attribute(id, attribute.join('.'), stack, depth)
          : this.ref(name, stack, depth);
      return typeof value === 'string' ? value : JSON.stringify(value ?? '');
    });
  }

  private select(index: number, list: unknown, stack: StackTemplate, depth: number): unknown {
    const items = this.resolve(list, stack, depth + 1);
    if (!Array.isArray(items)) return composite('Fn::Select', `${index} of ${this.text(list, stack, depth + 1)}`);
    const isSplit = isJsonObject(list) && 'Fn::Split' in list;
    // A placeholder may hold the delimiter, and then the positions after it are not known.
    const uncertain =
      isSplit &&
      items
        .slice(0, index + 1)
        .some((item) => this.referencesIn(String(item)).length > 0 || /<Fn::/.test(String(item)));
    if (uncertain || !(index in items)) return composite('Fn::Select', `${index} of ${items.join(' ')}`);
    return items[index];
  }
}

/** A function that only the deployment can compute; the placeholders inside it stay, so that references are found. */
function composite(name: string, inside: string): string {
  return isBalanced(inside)
    ? `<${name} ${inside.replace(/["\\*\n\r\t]/g, '_')}>`
    : Placeholders.unknown(`${name} ${inside}`);
}

function isBalanced(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '<') open++;
    if (character === '>' && --open < 0) return false;
  }
  return open === 0;
}

/** What is written under the key itself; every object also has a `constructor`. */
function ownOf(value: unknown, key: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function splitOutsidePlaceholders(text: string, delimiter: string): string[] {
  if (delimiter === '') return [text];
  const parts = [''];
  let open = 0;
  for (let at = 0; at < text.length;) {
    if (open === 0 && text.startsWith(delimiter, at)) {
      parts.push('');
      at += delimiter.length;
      continue;
    }
    if (text[at] === '<') open++;
    if (text[at] === '>' && open > 0) open--;
    parts[parts.length - 1] += text[at++];
  }
  return parts;
}
