/** Names that a kind of resource may have once in an account and region, looked for in the whole app. */
import { Stack, Stage, Token, type CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { sentence, type Problem } from './refusal';
import { resourcesIn } from './resources';

/** Refuses a construct at synth whose resource has a name that another resource of the app has. */
export function requireUniqueName<R extends CfnResource>(
  construct: IConstruct,
  about: string,
  resource: R,
  nameOf: (resource: R) => string | undefined,
): void {
  construct.node.addValidation({ validate: () => namesakeProblems(about, resource, nameOf).map(sentence) });
}

/** What is wrong when other resources of the type have the name of this one; known when the app is complete. */
export function namesakeProblems<R extends CfnResource>(
  about: string,
  resource: R,
  nameOf: (resource: R) => string | undefined,
): Problem[] {
  const name = nameOf(resource);
  const namesakes = resourcesIn<R>(resource.node.root, resource.cfnResourceType).filter(
    (other) => nameOf(other) === name && isDeployedBeside(resource, other),
  );
  if (name === undefined || namesakes.length < 2) return [];
  return [
    {
      about,
      value: name,
      allowed: `a name that is unique in the account and region; ${namesakes.map(({ node }) => node.path).join(' and ')} have it`,
      fix: `Rename one of them, or leave ${about} out.`,
    },
  ];
}

/** Stages that name no account or region may be meant for different ones. */
function isDeployedBeside(a: CfnResource, b: CfnResource): boolean {
  const [here, there] = [Stack.of(a), Stack.of(b)];
  if (here.account !== there.account || here.region !== there.region) return false;
  return Stage.of(a) === Stage.of(b) || ![here.account, here.region].some((name) => Token.isUnresolved(name));
}
