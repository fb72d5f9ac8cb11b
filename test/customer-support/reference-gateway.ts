/** The gateway of the reference app as its template has it, and the same with other policies. */
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdkSettings from '../../cdk.json';
import customersFile from '../../bin/customer-support/tools/customers/customers.json';
import ordersFile from '../../bin/customer-support/tools/orders/orders.json';
import { refundTools } from '../../bin/customer-support/tools/refunds/definitions';
import { CustomerSupportStack } from '../../bin/customer-support/stack';
import { policySetOf } from '../../lib/assembly/policy-set';
import { readTemplates } from '../../lib/assembly/read-agent-system';
import type { CedarGateway } from '../../lib/cedar/cedar-gateway';
import { GatewayPolicies } from '../../lib/testing';
import type { ToolDefinition } from '../../lib/tools';

/** The ARN that the deployment would put into each statement. */
export const GATEWAY_ARN = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/customersupport-tools-abcdefghij';

/** The definitions, by the name of the target that serves them. */
export const DEFINITIONS = {
  Customers: customersFile.tools as readonly ToolDefinition[],
  Orders: ordersFile.tools as readonly ToolDefinition[],
  Refunds: refundTools as readonly ToolDefinition[],
};

interface PolicyResource {
  readonly Type: string;
  readonly Metadata: { readonly 'aws:cdk:path': string };
  readonly Properties: { readonly Definition: { readonly Cedar: { readonly Statement: Join } } };
}

/** Texts and references, in turn. */
interface Join {
  readonly 'Fn::Join': readonly ['', readonly unknown[]];
}

export interface ReferenceGateway {
  readonly template: Template;
  /** What policies know of it: its tools, and who can call. */
  readonly gateway: CedarGateway;
  /** The statements, by the id that the stack gives them. They name the gateway by `GATEWAY_ARN`. */
  readonly statements: Readonly<Record<string, string>>;
  /** The policies as deployed, or with these statements: an id that the stack does not have is a policy that is added. */
  policiesWith(statements?: Readonly<Record<string, string>>): GatewayPolicies;
}

/** Synthesizes the reference app. Its code is not bundled: nothing of that is in the template. */
export function referenceGateway(): ReferenceGateway {
  const app = new App({
    context: { ...cdkSettings.context, 'aws:cdk:bundling-stacks': [], 'aws:cdk:enable-path-metadata': true },
  });
  const template = Template.fromStack(new CustomerSupportStack(app, 'CustomerSupport', { modelGeography: 'us' }));
  const content = template.toJSON() as { readonly Resources: Readonly<Record<string, PolicyResource>> };
  // The rest of the app has no say in what is decided, and takes time to read.
  const deciding = Object.fromEntries(
    Object.entries(content.Resources).filter(([, { Type }]) => Type.startsWith('AWS::BedrockAgentCore::')),
  );
  const policies = Object.entries(deciding)
    .filter(([, { Type }]) => Type === 'AWS::BedrockAgentCore::Policy')
    .map(([logicalId, resource]) => ({ id: idOf(resource), logicalId, resource }));
  const reference = referenceIn(policies[0].resource);
  const system = readTemplates({ CustomerSupport: content });
  return {
    template,
    gateway: { ...policySetOf(system.gateways[0], system).gateway, arn: GATEWAY_ARN },
    statements: Object.fromEntries(policies.map(({ id, resource }) => [id, statementOf(resource)])),
    policiesWith: (statements = {}) => {
      const changed = Object.entries(statements).map(([id, statement]): [string, PolicyResource] => {
        const { logicalId, resource } = policies.find((policy) => policy.id === id) ?? {
          logicalId: id,
          resource: { ...policies[0].resource, Metadata: { 'aws:cdk:path': `CustomerSupport/${id}/Policy/Resource` } },
        };
        const Definition = { Cedar: { Statement: joined(statement, reference) } };
        return [logicalId, { ...resource, Properties: { ...resource.Properties, Definition } }];
      });
      const Resources = { ...deciding, ...Object.fromEntries(changed) };
      return GatewayPolicies.fromTemplate({ toJSON: () => ({ Resources }) });
    },
  };
}

/** `CustomerSupport/Tools/ManagersRefund/Policy/Resource` is ManagersRefund. */
function idOf({ Metadata }: PolicyResource): string {
  return Metadata['aws:cdk:path'].split('/').at(-3)!;
}

function partsOf({ Properties }: PolicyResource): readonly unknown[] {
  return Properties.Definition.Cedar.Statement['Fn::Join'][1];
}

function statementOf(resource: PolicyResource): string {
  return partsOf(resource)
    .map((part) => (typeof part === 'string' ? part : GATEWAY_ARN))
    .join('');
}

/** The gateway's ARN, the only thing that the deployment puts into a statement. */
function referenceIn(resource: PolicyResource): unknown {
  return partsOf(resource).find((part) => typeof part !== 'string');
}

function joined(statement: string, reference: unknown): Join {
  const [first, ...others] = statement.split(GATEWAY_ARN);
  return { 'Fn::Join': ['', [first, ...others.flatMap((text) => [reference, text])]] };
}
