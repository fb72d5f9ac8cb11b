/** Values that one stack takes from another: by export name, or by stack and output name. */
import { withNested, type StackTemplate } from './stack-template';

/** An output's value, unresolved, with the stack in which it is to be resolved. */
export interface ExportedValue {
  readonly value: unknown;
  readonly stack: StackTemplate;
}

export class Exports {
  private byName?: Map<string, ExportedValue[]>;

  constructor(
    private readonly stacks: readonly StackTemplate[],
    private readonly nameOf: (value: unknown, stack: StackTemplate) => string,
  ) {}

  /** The export of this name that the importing stack would get. */
  find(name: string, importer: StackTemplate): ExportedValue | undefined {
    return nearest(this.index().get(name) ?? [], importer);
  }

  /** The output of the stack of this name. */
  findOutput(stackName: string, outputName: string, reader: StackTemplate): ExportedValue | undefined {
    const found = this.stacks.flatMap((stack) => {
      const output = stack.stackName === stackName ? stack.template.outputs.get(outputName) : undefined;
      return output ? [{ value: output.value, stack }] : [];
    });
    return nearest(found, reader);
  }

  private index(): Map<string, ExportedValue[]> {
    if (this.byName) return this.byName;
    // Set before it is filled: an export's name may itself import something.
    const index = (this.byName = new Map<string, ExportedValue[]>());
    for (const stack of withNested(this.stacks)) {
      for (const { value, exportName } of stack.template.outputs.values()) {
        if (exportName === undefined) continue;
        const name = this.nameOf(exportName, stack);
        index.set(name, [...(index.get(name) ?? []), { value, stack }]);
      }
    }
    return index;
  }
}

/**
 * Names are unique per account and region; an app may repeat them in other regions and stages, so those of the
 * importer's own come first. Undefined where several are left.
 */
function nearest(candidates: readonly ExportedValue[], importer: StackTemplate): ExportedValue | undefined {
  const narrower = [
    ({ stack }: ExportedValue) => stack.region === importer.region && stack.account === importer.account,
    ({ stack }: ExportedValue) => stack.stage === importer.stage,
  ];
  const nearer = narrower.reduce((left, isNear) => {
    const near = left.filter(isNear);
    return near.length > 0 ? near : left;
  }, candidates);
  return nearer.length === 1 ? nearer[0] : undefined;
}
