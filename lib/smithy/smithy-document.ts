/** A Smithy model in its JSON form: one service, its operations, and what they take. */
import type { Problem } from '../core/refusal';
import { isJsonObject } from '../tools/json-schema';
import { SMITHY_LIMITS } from './smithy-limits';

export type JsonObject = Record<string, unknown>;

/** A member of a structure, a union or a list. */
export interface SmithyMember {
  readonly target: string;
  readonly traits: JsonObject;
}

/** Where a resource may hold operations. @see https://smithy.io/2.0/spec/service-types.html#resource */
export const LIFECYCLES = ['put', 'create', 'read', 'update', 'delete', 'list'] as const;
export const LISTS = ['operations', 'collectionOperations'] as const;

/** A model whose shapes can be asked for; mixins and applied traits are seen through. */
export class SmithyDocument {
  private readonly applied = new Map<string, JsonObject>();

  constructor(
    /** How messages name it: the file, or `model`. */
    readonly name: string,
    readonly root: JsonObject,
    readonly shapes: Readonly<Record<string, JsonObject>>,
    /** The shape id of the one service. */
    readonly serviceId: string,
  ) {
    for (const [id, shape] of Object.entries(shapes)) {
      if (shape.type === 'apply' && isJsonObject(shape.traits)) this.applied.set(id, shape.traits);
    }
  }

  /** The shape of this id; undefined for one that the model does not have. */
  shape(id: string): JsonObject | undefined {
    const shape = Object.hasOwn(this.shapes, id) ? this.shapes[id] : undefined;
    return shape?.type === 'apply' ? undefined : shape;
  }

  traits(id: string): JsonObject {
    const own = this.shape(id)?.traits;
    return { ...(isJsonObject(own) && own), ...this.applied.get(id) };
  }

  /** The members of a structure or union, those of its mixins first. */
  members(id: string): Map<string, SmithyMember> {
    const found = new Map<string, SmithyMember>();
    this.collect(id, found, new Set());
    for (const [name, { target, traits }] of found) {
      found.set(name, { target, traits: { ...traits, ...this.applied.get(`${id}$${name}`) } });
    }
    return found;
  }

  /** The operations of the service and of its resources, each once, as they are written. */
  get operations(): string[] {
    const found = new Set<string>();
    const seen = new Set<string>();
    const visit = (id: string) => {
      if (seen.has(id)) return;
      seen.add(id);
      const holder = this.shape(id) ?? {};
      operationsOf(holder).forEach((operation) => found.add(operation));
      targets(holder.resources).forEach(visit);
    };
    visit(this.serviceId);
    return [...found];
  }

  private collect(id: string, found: Map<string, SmithyMember>, seen: Set<string>): void {
    const shape = this.shape(id);
    if (!shape || seen.has(id)) return;
    seen.add(id);
    targets(shape.mixins).forEach((mixin) => this.collect(mixin, found, seen));
    for (const [name, written] of Object.entries(isJsonObject(shape.members) ? shape.members : {})) {
      const member = memberOf(written);
      if (member) found.set(name, member);
    }
  }
}

/** The model in a text, or why there is none. */
export function readSmithy(text: string, name: string): SmithyDocument | Problem {
  let root: unknown;
  try {
    root = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return noJson(text, name, error as Error);
  }
  if (!isJsonObject(root) || typeof root.smithy !== 'string' || !isJsonObject(root.shapes)) {
    return {
      about: name,
      value: isJsonObject(root) ? `an object with ${Object.keys(root).slice(0, 3).join(', ') || 'nothing'}` : root,
      allowed: 'a Smithy model in its JSON form: {"smithy": "2.0", "shapes": {…}}',
      fix: AST,
    };
  }
  if (!SMITHY_LIMITS.version.test(root.smithy)) {
    return {
      about: `${name}: smithy`,
      value: root.smithy,
      allowed: `version ${SMITHY_LIMITS.versions} of the JSON form`,
      fix: "Make it with another version of Smithy's command.",
    };
  }
  const shapes = Object.fromEntries(
    Object.entries(root.shapes).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])),
  );
  const services = Object.keys(shapes).filter((id) => shapes[id].type === 'service');
  if (services.length === 1) return new SmithyDocument(name, root, shapes, services[0]);
  return {
    about: `${name}: the services`,
    value: services.length === 0 ? 'none' : services.join(', '),
    allowed: 'one service in a model',
    fix:
      services.length === 0
        ? 'Build the model with its service.'
        : 'Make a model, and a target, of each: a projection of smithy build with includeServices.',
  };
}

/** The shape ids that a list of references names. */
export function targets(list: unknown): string[] {
  return (Array.isArray(list) ? (list as unknown[]) : []).flatMap((one) => {
    const target = targetOf(one);
    return target === undefined ? [] : [target];
  });
}

/** The shape id that a reference names. */
export function targetOf(reference: unknown): string | undefined {
  return isJsonObject(reference) && typeof reference.target === 'string' ? reference.target : undefined;
}

/** The name of a shape without its namespace: what a tool is called by. */
export function shapeName(id: string): string {
  return id.slice(id.indexOf('#') + 1);
}

export function memberOf(written: unknown): SmithyMember | undefined {
  const target = targetOf(written);
  if (target === undefined) return undefined;
  const { traits } = written as JsonObject;
  return { target, traits: isJsonObject(traits) ? traits : {} };
}

function operationsOf(holder: JsonObject): string[] {
  return [
    ...LIFECYCLES.flatMap((lifecycle) => targetOf(holder[lifecycle]) ?? []),
    ...LISTS.flatMap((list) => targets(holder[list])),
  ];
}

const AST = "Make it with Smithy's command: smithy ast model.smithy > model.json.";

function noJson(text: string, name: string, error: Error): Problem {
  const isIdl = /^\s*(?:\/\/.*\s*)*(?:\$\w+\s*:|metadata\s|namespace\s)/.test(text);
  return {
    about: name,
    value: isIdl ? 'Smithy IDL' : `no JSON: ${error.message}`,
    allowed: 'a Smithy model in its JSON form: {"smithy": "2.0", "shapes": {…}}',
    fix: AST,
  };
}
