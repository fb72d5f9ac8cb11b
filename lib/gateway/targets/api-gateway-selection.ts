/** Which methods of a REST API of the app are selected, and what is wrong with the selection. */
import { nearest, suggestion, type Problem } from '../../core/refusal';
import type { RestMethods, RestToolOverride } from './api-gateway-methods';
import { methodProblems, pathProblems } from './api-gateway-methods';
import type { RestOperation } from './api-gateway-operation';

export function selectedOperations(operations: readonly RestOperation[], methods: readonly RestMethods[]) {
  return operations.filter(({ path, method }) =>
    methods.some((one) => one.methods.includes(method) && one._includes(path)),
  );
}

/** What is wrong whatever methods the API has. */
export function writtenProblems(methods: readonly RestMethods[], overrides: readonly RestToolOverride[]): Problem[] {
  const seen = new Set<string>();
  return [
    ...(methods.length === 0 ? [nothing] : []),
    ...methods.flatMap((one, index) => {
      const about = `methods[${index}]`;
      const again = one.methods.filter((method) => seen.has(`${method} ${one.path}`));
      one.methods.forEach((method) => seen.add(`${method} ${one.path}`));
      return [
        ...one._problems(about),
        ...again.map((method) => ({
          about,
          value: `${method} ${one.path}`,
          allowed: 'each path with each method once',
          fix: 'Remove it.',
        })),
      ];
    }),
    ...overrides.flatMap((override, index) => overrideProblems(override, `overrides[${index}]`, methods, overrides)),
  ];
}

/** What is wrong as the API has no such method. */
export function unknownProblems(
  operations: readonly RestOperation[],
  methods: readonly RestMethods[],
  overrides: readonly RestToolOverride[],
): Problem[] {
  return [
    ...methods.flatMap((one, index) => one.methods.flatMap((method) => unknown(operations, one, method, index))),
    ...overrides.flatMap((override, index) =>
      operations.some((operation) => operation.isOf(override))
        ? []
        : [noOperation(operations, `overrides[${index}]`, override.path, override.method.toUpperCase())],
    ),
  ];
}

function unknown(operations: readonly RestOperation[], one: RestMethods, method: string, index: number): Problem[] {
  if (operations.some((operation) => operation.method === method && one._includes(operation.path))) return [];
  const about = `methods[${index}]`;
  if (!one._isWildcard) return [noOperation(operations, about, one.path, method)];
  return [
    {
      about,
      value: `${method} ${one.path}`,
      allowed: 'a wildcard that at least one method of the API fits',
      fix: choices(operations.filter((operation) => one._includes(operation.path))),
    },
  ];
}

function noOperation(operations: readonly RestOperation[], about: string, path: string, method: string): Problem {
  const place = `${method} ${path}`;
  const here = operations.filter((operation) => operation.path === path);
  const takesAny = here.some((operation) => operation.method === 'ANY');
  return {
    about,
    value: place,
    allowed: 'a method that the API has when the target is added',
    fix: takesAny
      ? `The path has ANY, which is no tool: add ${method} to it.`
      : here.length > 0
        ? choices(here)
        : (meant(operations, place) ?? choices(operations)),
  };
}

function meant(operations: readonly RestOperation[], place: string): string | undefined {
  const near = nearest(
    place,
    operations.map((operation) => operation.place),
  );
  return near && `Did you mean ${JSON.stringify(near)}?`;
}

function choices(operations: readonly RestOperation[]): string {
  const places = operations.filter(({ method }) => method !== 'ANY').map(({ place }) => place);
  return places.length === 0 ? 'Add the method to the API first.' : `It has ${places.join(', ')}.`;
}

function overrideProblems(
  override: RestToolOverride,
  about: string,
  methods: readonly RestMethods[],
  overrides: readonly RestToolOverride[],
): Problem[] {
  const { path } = override;
  const method = override.method.toUpperCase();
  const wrong = [...pathProblems(`${about} path`, path, false), ...methodProblems(about, method)];
  if (wrong.length > 0) return wrong;
  const value = `${method} ${path}`;
  const same = (other: RestToolOverride) => other.path === path && other.method.toUpperCase() === method;
  if (overrides.find(same) !== override) {
    return [{ about, value, allowed: 'one override for a method', fix: 'Remove it.' }];
  }
  if (methods.some((one) => one.methods.includes(method) && one._includes(path))) return [];
  const paths = methods.flatMap((one) => one.methods.map((name) => `${name} ${one.path}`));
  return [{ about, value, allowed: 'a method that methods selects', fix: suggestion(value, paths) }];
}

const nothing: Problem = {
  about: 'methods',
  value: [],
  allowed: 'at least one RestMethods',
  fix: "Say which methods are tools: RestMethods.of('/orders/{id}', 'GET').",
};
