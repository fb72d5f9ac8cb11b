/** A part of AWS that a gateway offers over HTTP without being told how to reach it. */
import { aws_iam as iam, Token, type aws_bedrockagentcore as agentcore } from 'aws-cdk-lib';
import type { IReachableMemory } from '../../core/reachable-memory';
import type { Problem } from '../../core/refusal';
import { AGENTS_OPERATIONS, type MemoryOperation } from './http-connector-memory';
import { operationProblems, type HttpOperation } from './http-operation';
import { idProblems } from './http-problems';

/** A memory through a gateway. */
export interface MemoryConnectorOptions {
  /**
   * What callers can do through the gateway, as far as policies permit it, such as `MemoryOperation.SESSIONS`. The gateway's
   * role may do the same, and no more.
   * @default - reads and adds to sessions, reads records: what an agent does. No one policy fits all of it, as sessions are
   * known by `actorId` and records by `namespace`: `target.tools(...)` takes some
   */
  readonly operations?: MemoryOperation[];
}

/** A connector that this library has no preset for. */
export interface HttpConnectorOptions {
  /**
   * What the connector is about: up to 10, names of up to 128 characters, values of up to 1024.
   * @default - none
   */
  readonly parameters?: { [name: string]: string };
  /**
   * What policies name.
   * @default - not known: policies can only be about the whole target
   */
  readonly operations?: HttpOperation[];
  /**
   * What the gateway's role needs, where it signs.
   * @default - nothing
   */
  readonly statements?: iam.PolicyStatement[];
}

/**
 * A part of AWS that a gateway offers over HTTP without being told how to reach it.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/memory-gateway-connector.html
 */
export class HttpConnector {
  /**
   * A memory: users reach it with a token, and policies decide whose sessions and records. Operations on many records at
   * once are left out: policies cannot look into them.
   * @param memory an `AgentMemory`; one that another app made by `AgentMemory.fromMemoryAttributes`
   */
  static memory(memory: IReachableMemory, options: MemoryConnectorOptions = {}): HttpConnector {
    const { operations = [...AGENTS_OPERATIONS] } = options;
    return new HttpConnector('agentcore-memory', {
      parameters: { memoryId: memory.memoryId },
      operations: operations.map(({ operation }) => operation),
      statements: operations.length > 0 ? memoryStatements(memory, operations) : [],
    });
  }

  /** One that the service knows and this library has no preset for. */
  static of(connectorId: string, options: HttpConnectorOptions = {}): HttpConnector {
    return new HttpConnector(connectorId, options);
  }

  private constructor(
    private readonly connectorId: string,
    private readonly options: HttpConnectorOptions,
  ) {}

  /** @internal */
  get _operations(): readonly HttpOperation[] | undefined {
    return this.options.operations;
  }

  /** @internal What the gateway's role needs where it signs. */
  get _statements(): iam.PolicyStatement[] {
    return this.options.statements ?? [];
  }

  /** @internal */
  _render(): agentcore.CfnGatewayTarget.HttpConnectorTargetConfigurationProperty {
    const { parameters } = this.options;
    return { source: { connectorId: this.connectorId }, ...(parameters && { parameters }) };
  }

  /** @internal */
  _problems(): Problem[] {
    const { parameters = {}, operations } = this.options;
    return [
      ...idProblems('connector id', this.connectorId),
      ...parameterProblems(parameters),
      ...(operations?.length === 0
        ? [
            {
              about: 'connector operations',
              value: [],
              allowed: 'at least one operation',
              fix: 'Name what callers do.',
            },
          ]
        : operationProblems('connector operations', operations ?? [])),
    ];
  }
}

function memoryStatements(memory: IReachableMemory, operations: readonly MemoryOperation[]): iam.PolicyStatement[] {
  const statements = [
    new iam.PolicyStatement({
      actions: operations.map(({ operationName }) => `bedrock-agentcore:${operationName}`),
      resources: [memory.memoryArn],
    }),
  ];
  if (memory.encryptionKey) {
    statements.push(
      new iam.PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [memory.encryptionKey.keyArn],
        conditions: {
          StringEquals: { 'kms:ViaService': `bedrock-agentcore.${memory.memory.env.region}.amazonaws.com` },
        },
      }),
    );
  }
  return statements;
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_HttpConnectorTargetConfiguration.html (2026-11) */
const PARAMETERS = { most: 10, name: /^[a-zA-Z][a-zA-Z0-9_-]{0,127}$/, longestValue: 1024 };

function parameterProblems(parameters: { [name: string]: string }): Problem[] {
  const { most, name: pattern, longestValue } = PARAMETERS;
  const entries = Object.entries(parameters);
  return [
    ...(entries.length > most
      ? [
          {
            about: 'connector parameters',
            value: entries.length,
            allowed: `at most ${most}`,
            fix: 'Leave out what the connector does not need.',
          },
        ]
      : []),
    ...entries.flatMap(([name, value]) => [
      ...(pattern.test(name)
        ? []
        : [
            {
              about: 'connector parameters key',
              value: name,
              allowed: 'a letter, then up to 127 letters, digits, _ and -',
              fix: 'Write the name as AWS documents it.',
            },
          ]),
      ...(Token.isUnresolved(value) || (value.length >= 1 && value.length <= longestValue)
        ? []
        : [
            {
              about: `connector parameters ${name}`,
              value,
              allowed: `1 to ${longestValue} characters, and it has ${value.length}`,
              fix: value === '' ? 'Leave it out.' : 'Shorten it.',
            },
          ]),
    ]),
  ];
}
