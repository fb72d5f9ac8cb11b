/** One CloudFormation template as data, read tolerantly: whatever has an unexpected shape is left as it is. */
import { isJsonObject } from '../tools/json-schema';

/** One resource as the template has it; nothing in it is resolved. */
export interface TemplateResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly deletionPolicy?: string;
  readonly updateReplacePolicy?: string;
  /** The condition without which CloudFormation leaves the resource out. */
  readonly condition?: string;
}

/** One output, with the name under which other stacks import it. */
export interface TemplateOutput {
  readonly value: unknown;
  readonly exportName?: unknown;
}

export interface Template {
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly outputs: ReadonlyMap<string, TemplateOutput>;
  readonly parameters: ReadonlySet<string>;
  readonly mappings: Readonly<Record<string, unknown>>;
}

/** Reads a parsed template; sections that are missing or have another shape are empty. */
export function readTemplate(content: unknown): Template {
  const template = recordOf(content);
  return {
    resources: new Map(entriesOf(template.Resources).map(([id, resource]) => [id, readResource(id, resource)])),
    outputs: new Map(
      entriesOf(template.Outputs).map(([id, output]) => [
        id,
        { value: output.Value, exportName: recordOf(output.Export).Name },
      ]),
    ),
    parameters: new Set(entriesOf(template.Parameters).map(([id]) => id)),
    mappings: recordOf(template.Mappings),
  };
}

/** The value if JSON holds an object here, else an empty one. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {};
}

/** The value if JSON holds a list here, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value if it is a text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readResource(logicalId: string, resource: Readonly<Record<string, unknown>>): TemplateResource {
  const deletionPolicy = textOf(resource.DeletionPolicy);
  const updateReplacePolicy = textOf(resource.UpdateReplacePolicy);
  const condition = textOf(resource.Condition);
  return {
    logicalId,
    type: textOf(resource.Type) ?? 'unknown',
    properties: recordOf(resource.Properties),
    metadata: recordOf(resource.Metadata),
    ...(deletionPolicy !== undefined && { deletionPolicy }),
    ...(updateReplacePolicy !== undefined && { updateReplacePolicy }),
    ...(condition !== undefined && { condition }),
  };
}

function entriesOf(section: unknown): [string, Readonly<Record<string, unknown>>][] {
  return Object.entries(recordOf(section)).flatMap(([id, value]) => (isJsonObject(value) ? [[id, value]] : []));
}
