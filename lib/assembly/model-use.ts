/** Which models an agent may use and where each processes text: from its role's statements and its environment. */
import { compare } from '../template/compare';
import { recordOf, textOf } from '../template/template';
import type { ModelUse } from './agent-system';
import type { AssemblyView } from './assembly-view';
import { allows, type RoleStatement } from './role-statements';

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

/** One resource of a statement, read as a model. */
interface Granted {
  readonly kind: 'model' | 'profile' | 'application profile' | 'all';
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
    if (![...uses.values()].some((use) => use.model === model || use.model === '*')) {
      uses.set(model, { ...place(model), model, regions: [], granted: false });
    }
  }
  return [...uses.values()].sort((a, b) => compare(a.model, b.model));
}

function add(uses: Map<string, ModelUse>, { kind, id }: Granted, more: readonly string[]): void {
  const known = uses.get(id)?.regions ?? [];
  const regions = [...new Set([...known, ...more])].filter((region) => region !== '').sort(compare);
  const where: Pick<ModelUse, 'place' | 'geography'> =
    kind === 'profile' ? place(id) : { place: kind === 'model' && !regions.some(isPattern) ? 'REGION' : 'UNKNOWN' };
  uses.set(id, { model: id, ...where, regions, granted: true });
}

/** A profile's id begins with where it routes: `eu.`, `us-gov.`, `global.`; a vendor's name, which follows, has no hyphen. */
function place(id: string): Pick<ModelUse, 'place' | 'geography'> {
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
  if (resource === '*' || (service === 'bedrock' && (kind === '*' || id === '*'))) {
    return [{ kind: 'all', id: '*', region: region ?? '' }];
  }
  if (service !== 'bedrock') return [];
  const readable = region === '<Region>' ? "the stack's region" : region;
  const via = through !== undefined && { through };
  if (kind === 'foundation-model') return [{ kind: 'model', id, region: readable, ...via }];
  if (kind === 'inference-profile')
    return [{ kind: isPattern(id) ? 'application profile' : 'profile', id, region: readable }];
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

/** Values of variables named like `MODEL_ID` that look like a model's id: `eu.vendor.name-1:0`. */
function modelsInEnvironment(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment)
    .filter(([name, value]) => /MODEL/i.test(name) && /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)?\.[a-z0-9][\w.:-]*$/.test(value))
    .map(([, value]) => value);
}

function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}
