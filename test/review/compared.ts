/** A shop's gateway in variations, to compare one with another. */
import { readAgentSystem } from '../../lib/assembly/read-agent-system';
import { matrixOf, type PermissionMatrix } from '../../lib/review/matrix';
import type { Stack } from 'aws-cdk-lib';
import { agentcore, plainGateway, policy, synthesizedStack, target } from '../assembly/synthesized';

export interface ShopOptions {
  readonly mode?: 'ENFORCE' | 'LOG_ONLY' | 'NONE';
  readonly authorizerType?: 'CUSTOM_JWT' | 'AWS_IAM' | 'NONE';
  /** What tokens are checked for, besides and in place of what they are by default. */
  readonly tokens?: Partial<agentcore.CfnGateway.CustomJWTAuthorizerConfigurationProperty>;
  /** Names of tools of the target `Refunds`, with the fields of their inputs. */
  readonly tools?: Readonly<Record<string, Record<string, agentcore.CfnGatewayTarget.SchemaDefinitionProperty>>>;
  /** The fields that each tool requires. @default - the first */
  readonly required?: readonly string[];
  /** What each tool does, in words. */
  readonly description?: string;
  readonly build?: (stack: Stack, gateway: agentcore.CfnGateway, engine: agentcore.CfnPolicyEngine) => void;
  /** Policies by name that are only logged. */
  readonly logged?: readonly string[];
  readonly id?: string;
  readonly gatewayName?: string;
}

const INPUT = { amount: { type: 'number' }, order_id: { type: 'string' } };

/** The folder of the gateway `Shop/Tools` with these policies; `GATEWAY` in a statement stands for its ARN. */
export function shopFolder(policies: Readonly<Record<string, string>>, options: ShopOptions = {}): string {
  const { mode = 'ENFORCE', authorizerType = 'CUSTOM_JWT', tools = { process_refund: INPUT } } = options;
  return synthesizedStack((stack) => {
    const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'engine' });
    const gateway = plainGateway(stack, options.id ?? 'Tools', {
      name: options.gatewayName ?? 'tools',
      authorizerType,
      ...(mode !== 'NONE' && { policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode } }),
      ...(authorizerType === 'CUSTOM_JWT' && {
        authorizerConfiguration: {
          customJwtAuthorizer: {
            discoveryUrl: 'https://issuer.example.com/.well-known/openid-configuration',
            allowedClients: ['console'],
            ...options.tokens,
          },
        },
      }),
    });
    target(stack, 'Refunds', gateway, {
      lambda: {
        lambdaArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
        toolSchema: {
          inlinePayload: Object.entries(tools).map(([name, properties]) => ({
            name,
            description: options.description ?? `Does ${name}.`,
            inputSchema: {
              type: 'object',
              properties,
              required: [...(options.required ?? Object.keys(properties).slice(0, 1))],
            },
          })),
        },
      },
    });
    for (const [name, statement] of Object.entries(policies)) {
      policy(stack, name, engine, statement.replaceAll('GATEWAY', gateway.attrGatewayArn), {
        ...(options.logged?.includes(name) && { enforcementMode: 'LOG_ONLY' }),
      });
    }
    options.build?.(stack, gateway, engine);
  });
}

export function shop(policies: Readonly<Record<string, string>>, options?: ShopOptions): PermissionMatrix {
  return matrixOf(readAgentSystem(shopFolder(policies, options)));
}

/** A statement about users and `Refunds___process_refund`. */
export function refund(effect: 'permit' | 'forbid', condition = 'true'): string {
  return `${effect}(principal is AgentCore::OAuthUser, action == AgentCore::Action::"Refunds___process_refund", resource == AgentCore::Gateway::"GATEWAY") when { ${condition} };`;
}

export function group(name: string): string {
  return `principal.hasTag("cognito:groups") && principal.getTag("cognito:groups") like "*\\"${name}\\"*"`;
}
