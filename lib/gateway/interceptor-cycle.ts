/** A gateway holds the ARN of its interceptor, so the interceptor cannot wait for the gateway: says so before CloudFormation does. */
import { CfnResource, Stack, type aws_lambda as lambda } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { sentence } from '../core/refusal';
import type { ToolGateway } from './tool-gateway';

/** Refuses at synth a function that refers to the gateway, at once or by way of others. */
export function reportInterceptorCycle(gateway: ToolGateway, handler: lambda.IFunction): void {
  gateway.node.addValidation({
    validate: () => {
      const first = firstThatRefersTo(gateway.gateway.node.defaultChild as CfnResource, handler);
      if (!first) return [];
      return [
        sentence({
          about: 'interceptors',
          value: `${handler.node.path}, and ${first.node.path} refers to the gateway`,
          allowed: 'a function that does not wait for the gateway: CloudFormation makes the function first',
          fix: 'Let the code read what it needs of the gateway at run time, for example from an SSM parameter.',
        }),
      ];
    },
  });
}

/** Only within the gateway's stack: CDK itself finds stacks that refer to each other. */
function firstThatRefersTo(gateway: CfnResource, handler: IConstruct): CfnResource | undefined {
  const stack = Stack.of(gateway);
  const resources = new Map(
    stack.node
      .findAll()
      .filter((construct) => CfnResource.isCfnResource(construct))
      .filter((resource) => Stack.of(resource) === stack)
      .map((resource) => [stack.resolve(resource.logicalId) as string, resource]),
  );
  const seen = new Set(handler.node.findAll().filter((construct) => CfnResource.isCfnResource(construct)));
  for (const resource of seen) {
    if (Stack.of(resource) !== stack) continue;
    const named = namesIn(templateOf(resource, stack))
      .map((name) => resources.get(name))
      .filter((found) => found !== undefined);
    if (named.includes(gateway)) return resource;
    for (const found of named) seen.add(found);
  }
  return undefined;
}

function templateOf(resource: CfnResource, stack: Stack): unknown {
  // What every resource has for CDK's own synthesis.
  return stack.resolve((resource as unknown as { _toCloudFormation(): unknown })._toCloudFormation());
}

/** Every text that may be a logical id: of `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn`. */
function namesIn(template: unknown): string[] {
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([key, value]) => {
    if (key === 'Ref' && typeof value === 'string') return [value];
    if (key === 'DependsOn') return [value].flat() as string[];
    if (key === 'Fn::GetAtt') return [Array.isArray(value) ? (value[0] as string) : String(value).split('.')[0]];
    if (key === 'Fn::Sub') return [...textsIn(value), ...namesIn(value)];
    return namesIn(value);
  });
}

function textsIn(sub: unknown): string[] {
  const text: unknown = Array.isArray(sub) ? sub[0] : sub;
  return typeof text === 'string' ? [...text.matchAll(/\$\{([A-Za-z0-9]+)/g)].map(([, name]) => name) : [];
}
