/** The resources of an assembly with their properties resolved, and the names by which reviews call them. */
import { compare } from '../template/compare';
import { isConditional, withoutGenericEnd, type Reference } from '../template/placeholders';
import { Resolver } from '../template/resolver';
import { constructPath, resourcesOf, type ResourceAddress, type StackTemplate } from '../template/stack-template';
import { recordOf, textOf } from '../template/template';
import type { Located } from './agent-system';
import type { CloudAssembly } from './cloud-assembly';

/** Types of AgentCore's resources start with this. */
export const AGENTCORE = 'AWS::BedrockAgentCore::';

/** Construct ids that say no more than the type does. */
const ALSO_CALLED = new Map([
  ['PolicyEngine', 'Engine'],
  ['GatewayTarget', 'Target'],
]);

/** A resource, its properties resolved. */
export interface ResourceView extends ResourceAddress {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export class AssemblyView {
  /** Sorted by construct path, so that no order in a template shows. */
  readonly resources: readonly ResourceView[];

  private readonly resolver: Resolver;
  private readonly byType = new Map<string, ResourceView[]>();
  private readonly views = new Map<ResourceAddress['resource'], ResourceView>();
  private readonly names = new Map<ResourceAddress['resource'], string>();

  constructor(readonly assembly: CloudAssembly) {
    this.resolver = new Resolver(assembly.stacks);
    const addresses = resourcesOf(assembly.stacks).map((address) => ({ address, path: constructPath(address) }));
    addresses.sort((a, b) => compare(a.path, b.path) || compare(place(a.address), place(b.address)));
    this.nameAll(addresses);
    this.resources = addresses.map(({ address }) => this.view(address));
    for (const view of this.resources) {
      const others = this.byType.get(view.type);
      if (others) others.push(view);
      else this.byType.set(view.type, [view]);
    }
  }

  /** The resources of one AgentCore type, or of any other type by its full name. */
  ofType(type: string): readonly ResourceView[] {
    return this.byType.get(type.includes('::') ? type : `${AGENTCORE}${type}`) ?? [];
  }

  view(address: ResourceAddress): ResourceView {
    const known = this.views.get(address.resource);
    if (known) return known;
    const { stack, resource } = address;
    const properties = recordOf(this.resolver.resolve(resource.properties, stack));
    const view = { stack, resource, type: resource.type, properties };
    this.views.set(resource, view);
    return view;
  }

  /** How resolved texts name the resource, or one of its attributes. */
  placeholder({ resource, stack }: ResourceAddress, attribute?: string): string {
    const { logicalId } = resource;
    return this.resolver.text(attribute ? { 'Fn::GetAtt': [logicalId, attribute] } : { Ref: logicalId }, stack);
  }

  /** The resources that a resolved text points at. */
  referencesIn(text: string): Reference[] {
    return this.resolver.referencesIn(text);
  }

  /** The one resource of this type that a resolved value points at, whatever the template's conditions decide. */
  referenced(value: unknown, type: string): ResourceView | undefined {
    if (typeof value !== 'string' || isConditional(value)) return undefined;
    const full = type.includes('::') ? type : `${AGENTCORE}${type}`;
    const found = new Set(
      this.referencesIn(value)
        .filter(({ resource }) => resource.type === full)
        .map(({ resource }) => resource),
    );
    if (found.size !== 1) return undefined;
    return this.view(this.referencesIn(value).find(({ resource }) => found.has(resource))!);
  }

  /** The name that reviews use. */
  nameOf({ resource }: ResourceAddress): string {
    return this.names.get(resource)!;
  }

  located(view: ResourceView, physicalName: unknown): Located {
    return {
      name: this.nameOf(view),
      path: constructPath(view),
      ...(textOf(physicalName) !== undefined && { physicalName: textOf(physicalName) }),
      ...(view.resource.condition !== undefined && { onlyIf: view.resource.condition }),
    };
  }

  /** A pseudo parameter such as `AWS::Region`, in this stack. */
  pseudo(text: string, stack: StackTemplate): string {
    return this.resolver.text({ 'Fn::Sub': text }, stack);
  }

  private nameAll(addresses: readonly { address: ResourceAddress; path: string }[]): void {
    // From short to certain: a template that was copied repeats the paths of the first one.
    const candidates = addresses.map(({ address, path }) => ({
      address,
      names: [shortPath(path, address), withoutGenericEnd(path), path],
    }));
    const uses = new Map<string, number>();
    const key = ({ resource }: ResourceAddress, name: string) => `${resource.type} ${name}`;
    for (const { address, names } of candidates) {
      for (const name of new Set(names)) uses.set(key(address, name), (uses.get(key(address, name)) ?? 0) + 1);
    }
    for (const { address, names } of candidates) {
      const unique = names.find((name) => uses.get(key(address, name)) === 1);
      this.names.set(address.resource, unique ?? place(address).replace(' ', '#'));
    }
  }
}

/** `Shop/Tools/Gateway/Resource` → `Shop/Tools`: without the names that say no more than the type. */
function shortPath(path: string, { stack, resource }: ResourceAddress): string {
  const base = withoutGenericEnd(path);
  if (!resource.type.startsWith(AGENTCORE)) return base;
  const word = resource.type.slice(AGENTCORE.length);
  // The L2 of memory calls its resource `Memory`; all others call it `Resource`.
  if (base === path && word !== 'Memory') return base;
  const atLeast = stack.id.split('/').length + 1;
  const segments = base.split('/');
  const sayNoMore = [word, ALSO_CALLED.get(word)];
  while (segments.length > atLeast && sayNoMore.includes(segments[segments.length - 1])) segments.pop();
  return segments.join('/');
}

function place({ stack, resource }: ResourceAddress): string {
  return `${stack.id} ${resource.logicalId}`;
}
