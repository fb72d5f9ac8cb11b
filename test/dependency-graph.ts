/** What waits for what in a cloud assembly, as CloudFormation sees it: resources in a stack, stacks through exports. */
import type { App } from 'aws-cdk-lib';

interface Resource {
  readonly DependsOn?: string | string[];
}

interface Template {
  readonly Resources?: Record<string, Resource>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>;
}

export class DependencyGraph {
  /** Synthesizes the app, so CDK's own check of references between stacks runs too. */
  static of(app: App): DependencyGraph {
    const assembly = app.synth();
    const graph = new DependencyGraph();
    const templates = assembly.stacks.map(({ stackName, template }) => ({ stackName, template: template as Template }));
    const exported = new Map<string, { stackName: string; value: unknown }>();
    for (const { stackName, template } of templates) {
      for (const output of Object.values(template.Outputs ?? {})) {
        if (output.Export) exported.set(JSON.stringify(output.Export.Name), { stackName, value: output.Value });
      }
    }
    for (const { stackName, template } of templates) {
      for (const [logicalId, resource] of Object.entries(template.Resources ?? {})) {
        const from = `${stackName}/${logicalId}`;
        const waitsFor = [resource.DependsOn ?? []].flat();
        for (const id of [...waitsFor, ...references(resource)]) graph.add(from, stackName, id, template);
        for (const name of imports(resource)) {
          const source = exported.get(JSON.stringify(name));
          if (!source) throw new Error(`${from} imports ${JSON.stringify(name)}, which no stack exports`);
          graph.stacks.push([stackName, source.stackName]);
          const owner = templates.find((other) => other.stackName === source.stackName)!;
          for (const id of references(source.value)) graph.add(from, source.stackName, id, owner.template);
        }
      }
    }
    for (const stack of assembly.stacks) {
      for (const { id } of stack.dependencies) {
        if (templates.some(({ stackName }) => stackName === id)) graph.stacks.push([stack.stackName, id]);
      }
    }
    return graph;
  }

  private readonly resources: [from: string, to: string][] = [];
  private readonly stacks: [from: string, to: string][] = [];

  /** The first cycle found, of resources or of stacks, or undefined. */
  get cycle(): string[] | undefined {
    return cycleIn(this.resources) ?? cycleIn(this.stacks);
  }

  /** Whether something waits for something else, at once or by way of others. */
  waits(from: RegExp, to: RegExp): boolean {
    const seen = new Set(this.resources.map(([node]) => node).filter((node) => from.test(node)));
    for (const node of seen) {
      for (const [start, end] of this.resources) if (start === node) seen.add(end);
    }
    return [...seen].some((node) => to.test(node));
  }

  private add(from: string, stackName: string, logicalId: string, { Resources = {} }: Template): void {
    if (logicalId in Resources) this.resources.push([from, `${stackName}/${logicalId}`]);
  }
}

/** What Ref, Fn::GetAtt and Fn::Sub name, however deep; parameters and pseudo parameters among it. */
function references(value: unknown): string[] {
  return found(value, (key, argument) => {
    if (key === 'Ref') return [argument as string];
    if (key === 'Fn::GetAtt') return [Array.isArray(argument) ? String(argument[0]) : String(argument).split('.')[0]];
    if (key !== 'Fn::Sub') return [];
    const [text, variables = {}] = [argument].flat() as [string, object?];
    return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)]
      .map(([, name]) => name.split('.')[0])
      .filter((name) => !(name in variables));
  });
}

function imports(value: unknown): unknown[] {
  return found(value, (key, argument) => (key === 'Fn::ImportValue' ? [argument] : []));
}

function found<T>(value: unknown, look: (key: string, argument: unknown) => T[]): T[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, argument]) => [...look(key, argument), ...found(argument, look)]);
}

function cycleIn(edges: readonly (readonly [from: string, to: string])[]): string[] | undefined {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const visit = (node: string, path: string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const end of next.get(node) ?? []) {
      const cycle = visit(end, [...path, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of next.keys()) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return undefined;
}
