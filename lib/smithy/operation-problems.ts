/** What keeps an operation of a Smithy model from being a tool. */
import { suggestion, type Problem } from '../core/refusal';
import { isStreaming, typeOf } from './operation-input';
import { shapeName, targetOf, type SmithyDocument } from './smithy-document';
import { SMITHY_LIMITS } from './smithy-limits';

/** The operations of these names, or all of the model, and what is wrong with the names. */
export interface Selection {
  readonly operationIds: string[];
  readonly problems: Problem[];
}

export function selectOperations(document: SmithyDocument, names: readonly string[] | undefined): Selection {
  const all = document.operations;
  if (all.length === 0) return { operationIds: [], problems: [noOperation(document)] };
  if (!names) return { operationIds: all, problems: [] };
  if (names.length === 0) return { operationIds: [], problems: [noName] };
  const problems = names.flatMap((name, index) => {
    const about = `operations[${index}]`;
    if (names.indexOf(name) < index) {
      return [{ about, value: name, allowed: 'each operation once', fix: 'Remove it.' }];
    }
    if (all.some((id) => shapeName(id) === name)) return [];
    const allowed = `an operation of ${document.serviceId}`;
    return [{ about, value: name, allowed, fix: suggestion(name, all.map(shapeName)) }];
  });
  return { operationIds: all.filter((id) => names.includes(shapeName(id))), problems };
}

/** What is missing in the model for these operations. */
export function operationProblems(document: SmithyDocument, operationIds: readonly string[]): Problem[] {
  const seen = new Set<string>();
  return operationIds.flatMap((id) => {
    const operation = document.shape(id);
    if (operation?.type !== 'operation') return [lacking(document, document.serviceId, id)];
    const input = targetOf(operation.input);
    return [...httpProblems(document, id), ...(input === undefined ? [] : references(document, id, input, seen))];
  });
}

/** The traits of the service that name its protocols. */
export function protocolsOf(document: SmithyDocument): string[] {
  return Object.keys(document.traits(document.serviceId)).filter((trait) =>
    SMITHY_LIMITS.protocols.some((namespace) => trait.startsWith(namespace)),
  );
}

/** Operations that take or answer something bit by bit. */
export function streamingOperations(document: SmithyDocument, operationIds: readonly string[]): string[] {
  return operationIds.filter((id) => {
    const { input, output } = document.shape(id) ?? {};
    return isStreaming(document, targetOf(input)) || isStreaming(document, targetOf(output));
  });
}

function httpProblems(document: SmithyDocument, id: string): Problem[] {
  const { protocol } = SMITHY_LIMITS;
  if (!protocolsOf(document).includes(protocol) || 'smithy.api#http' in document.traits(id)) return [];
  return [
    {
      about: `${document.name}: ${id}`,
      value: 'without smithy.api#http',
      allowed: `an operation with a method and a URI, as the service speaks ${protocol}`,
      fix: 'Give the operation the trait @http.',
    },
  ];
}

/** Shapes that the input names and the model lacks; each is told once. */
function references(document: SmithyDocument, from: string, id: string, seen: Set<string>): Problem[] {
  if (seen.has(id)) return [];
  seen.add(id);
  if (typeOf(document, id) === undefined) return [lacking(document, from, id)];
  const shape = document.shape(id) ?? {};
  const held = [shape.member, shape.key, shape.value].flatMap((member) => targetOf(member) ?? []);
  const members = [...document.members(id).values()].map(({ target }) => target);
  return [...held, ...members].flatMap((target) => references(document, id, target, seen));
}

function lacking(document: SmithyDocument, from: string, id: string): Problem {
  return {
    about: `${document.name}: ${from}`,
    value: `one that refers to ${id}`,
    allowed: 'references to shapes of the model',
    fix: 'Build the model anew: smithy ast writes it with every shape that it needs.',
  };
}

function noOperation(document: SmithyDocument): Problem {
  return {
    about: `${document.name}: ${document.serviceId}`,
    value: 'without operations',
    allowed: 'a service with at least one operation',
    fix: 'Bind the operations to the service.',
  };
}

const noName: Problem = {
  about: 'operations',
  value: [],
  allowed: 'at least one operation',
  fix: 'Leave it out for all operations of the model.',
};
