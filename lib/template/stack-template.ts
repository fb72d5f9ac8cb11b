/** A template in its place: which stack it is, where it is deployed, what it is nested in. */
import { textOf, type Template, type TemplateResource } from './template';

export interface StackTemplate {
  /** The construct path of the stack: `Prod/Shop`. Unique in the assembly. */
  readonly id: string;
  /** The name CloudFormation knows it by. */
  readonly stackName: string;
  /** The stage (nested assembly) that it belongs to; empty at the top. */
  readonly stage: string;
  /** Where it is deployed, as far as the app says. */
  readonly account?: string;
  readonly region?: string;
  readonly template: Template;
  /** Construct paths by logical id. */
  readonly paths: ReadonlyMap<string, string>;
  /** The resource that this template is nested in. */
  readonly nestedIn?: ResourceAddress;
  /** The templates nested in this one, by the logical id of the `AWS::CloudFormation::Stack`. */
  readonly nested: ReadonlyMap<string, StackTemplate>;
}

/** One resource of one template. */
export interface ResourceAddress {
  readonly stack: StackTemplate;
  readonly resource: TemplateResource;
}

/** The construct path of a resource, or its place in the template where the assembly does not tell the path. */
export function constructPath({ stack, resource }: ResourceAddress): string {
  const path = textOf(resource.metadata['aws:cdk:path']) ?? stack.paths.get(resource.logicalId);
  return path?.replace(/^\//, '') ?? `${stack.id}/${resource.logicalId}`;
}

/** All resources of these templates and of those nested in them. */
export function resourcesOf(stacks: readonly StackTemplate[]): ResourceAddress[] {
  return withNested(stacks).flatMap((stack) =>
    [...stack.template.resources.values()].map((resource) => ({ stack, resource })),
  );
}

/** These templates and those nested in them, however deep. */
export function withNested(stacks: readonly StackTemplate[]): StackTemplate[] {
  return stacks.flatMap((stack) => [stack, ...withNested([...stack.nested.values()])]);
}
