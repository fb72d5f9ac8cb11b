/** Which models an agent may use and where each processes text: from its role's statements and its environment. */
import { compare } from '../template/compare';
import { recordOf, textOf } from '../template/template';
import type { ModelUse } from './agent-system';
import type { AssemblyView } from './assembly-view';
import { allows, matcher, type RoleStatement } from './role-statements';

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

/** One resource of a statement, read as a model. */
interface Granted {
  readonly kind: 'model' | 'profile' | 'application profile' | 'all';
  /** May hold wildcards. */
  readonly id: string;
  readonly region: string;
  /** The profile through which alone the model may be invoked. */
  readonly through?: string;
}

export function modelsOf(
  statements: readonly RoleStatement[],
  environment: Readonly<Record<string, string>>,
  view: AssemblyView,
): ModelUse[] {
  const granted = statements
    .filter((statement) => INVOKE.some((action) => allows(statement, action)))
    .flatMap(({ resources, condition }) =>
      resources.flatMap((resource) => read(resource, profileCondition(condition), view)),
    );
  const profiles = granted.filter(({ kind }) => kind !== 'model');
  const models = granted.filter(({ kind }) => kind === 'model');
  const uses = new Map<string, ModelUse>();
  for (const profile of profiles) {
    const behind = models.filter((model) => isBehind(model, profile));
    add(
      uses,
      profile,
      behind.map(({ region }) => region),
    );
  }
  for (const model of models) {
    if (profiles.some((profile) => isBehind(model, profile))) continue;
    add(uses, model, [model.region]);
  }
  for (const model of modelsInEnvironment(environment)) {
    if (!uses.has(model)) uses.set(model, namedModel(model, granted));
  }
  return [...uses.values()].sort((a, b) => compare(a.model, b.model));
}

function add(uses: Map<string, ModelUse>, { kind, id }: Granted, more: readonly string[]): void {
  const known = uses.get(id);
  const regions = [...new Set([...(known?.regions ?? []), ...more])].filter((region) => region !== '').sort(compare);
  const where = known?.place === 'GLOBAL' ? { place: known.place } : placeOf(kind, id, regions, more);
  uses.set(id, { model: id, ...where, regions, granted: true });
}

type Where = Pick<ModelUse, 'place' | 'geography'>;

function placeOf(kind: Granted['kind'], id: string, regions: readonly string[], more: readonly string[]): Where {
  switch (kind) {
    case 'all':
      return { place: 'GLOBAL' };
    case 'profile':
      return isPattern(id) ? placeOfPattern(id) : place(id);
    case 'application profile':
      return { place: 'UNKNOWN' };
    case 'model':
      // A model's ARN without a region is what a global profile asks for.
      if (more.includes('') || (id === '*' && regions.some(isPattern))) return { place: 'GLOBAL' };
      return { place: regions.some(isPattern) ? 'UNKNOWN' : 'REGION' };
  }
}

/** Profiles by a pattern: a geography is certain only if it is written out. */
function placeOfPattern(pattern: string): Where {
  const [start] = pattern.split(/[*?]/);
  const [, prefix] = /^([a-z-]+)\./.exec(start) ?? [];
  if (prefix !== undefined && prefix !== 'global') return { place: 'GEOGRAPHY', geography: prefix };
  return { place: prefix === 'global' || 'global.'.startsWith(start) ? 'GLOBAL' : 'UNKNOWN' };
}

/** A model that the environment names, and no statement by just this name. */
function namedModel(model: string, granted: readonly Granted[]): ModelUse {
  const where = place(model);
  const kind = where.place === 'REGION' ? 'model' : 'profile';
  const covering = granted.filter(
    (each) => (each.kind === 'all' || each.kind === kind) && each.through === undefined && matcher(each.id)(model),
  );
  const regions = kind === 'model' && !covering.some(({ region }) => isPattern(region)) ? covering : [];
  return {
    ...where,
    model,
    regions: [...new Set(regions.map(({ region }) => region))].filter((region) => region !== '').sort(compare),
    granted: covering.length > 0,
  };
}

/** A profile's id begins with where it routes: `eu.`, `us-gov.`, `global.`; a vendor's name, which follows, has no hyphen. */
function place(id: string): Where {
  const [, prefix] = /^([a-z]+(?:-[a-z]+)*)\.[^.-]+\./.exec(id) ?? [];
  if (prefix === undefined) return { place: 'REGION' };
  return prefix === 'global' ? { place: 'GLOBAL' } : { place: 'GEOGRAPHY', geography: prefix };
}

function read(resource: string, through: string | undefined, view: AssemblyView): Granted[] {
  const copied = view.referenced(resource, 'AWS::Bedrock::ApplicationInferenceProfile');
  if (copied) {
    const source = textOf(recordOf(copied.properties.ModelSource).CopyFrom) ?? '';
    return [
      { kind: 'application profile', id: view.nameOf(copied), region: '' },
      ...read(source, view.nameOf(copied), view),
    ];
  }
  // Placeholders hold colons: `<AWS::Region>`.
  const [, , service, region, , ...rest] = resource.replace(/<AWS::(\w+)>/g, '<$1>').split(':');
  const id = rest.join(':').replace(/^[^/]*\//, '');
  const kind = rest[0]?.split('/')[0];
  if (resource === '*') return [{ kind: 'all', id: '*', region: '*' }];
  if (service === undefined || !matcher(service)('bedrock')) return [];
  // `arn:aws:bedrock:*` covers what would follow.
  if (kind === undefined ? resource.endsWith('*') : isPattern(kind)) {
    return [{ kind: 'all', id: '*', region: region ?? '*' }];
  }
  const readable = region === '<Region>' ? "the stack's region" : region;
  const via = through !== undefined && { through };
  if (kind === 'foundation-model') return [{ kind: 'model', id, region: readable, ...via }];
  if (kind === 'inference-profile') return [{ kind: 'profile', id, region: readable }];
  if (kind === 'application-inference-profile' && id === '*') return [{ kind: 'all', id, region: readable }];
  return kind === 'application-inference-profile' ? [{ kind: 'application profile', id, region: readable }] : [];
}

/** A model that the role holds so that the profile can route to it. */
function isBehind(model: Granted, profile: Granted): boolean {
  if (model.through !== undefined) return model.through.endsWith(profile.id);
  if (profile.kind !== 'profile' || profile.id.replace(/^[a-z-]+\./, '') !== model.id) return false;
  // In every region, and not only through the profile, the code may well call it outside the geography.
  return !isPattern(model.region) || place(profile.id).place === 'GLOBAL';
}

function profileCondition(condition: Readonly<Record<string, unknown>>): string | undefined {
  for (const test of Object.values(condition)) {
    for (const [key, value] of Object.entries(recordOf(test))) {
      if (key.toLowerCase() === 'bedrock:inferenceprofilearn') return textOf(Array.isArray(value) ? value[0] : value);
    }
  }
  return undefined;
}

/** Values of variables named like `MODEL_ID` that look like a model's id or ARN: `eu.vendor.name-1:0`. */
function modelsInEnvironment(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment)
    .filter(([name]) => /MODEL/i.test(name))
    .map(([, value]) => value.replace(/^arn:.*:(?:inference-profile|foundation-model)\//, ''))
    .filter((id) => /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)?\.[a-z0-9][\w.:-]*$/.test(id));
}

function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}
