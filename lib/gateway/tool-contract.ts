/** What the owners of a gateway tell those who use it from another app. */
import { readFileSync } from 'node:fs';
import { Token } from 'aws-cdk-lib';
import {
  contractDocument,
  readContract,
  UNKNOWN_TOOLS,
  type ContractDocument,
  type ContractTarget,
  type ReadContract,
} from '../contract/contract-document';
import type { Problem } from '../core/refusal';
import { InboundAuthType } from '../identity/inbound-auth';
import { targetsBeside } from './targets-beside';
import type { ToolGateway } from './tool-gateway';

/**
 * The targets and tools of a gateway, their schemas, and how callers prove who they are. The app of a gateway writes it into
 * the cloud assembly beside the template, as `<stack>.<gateway>.tools.json`; those who use the gateway keep that file in
 * their repository. What breaks them, `cdk-agentcore contract <old> <new>` says.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway.html
 */
export class ToolContract {
  /**
   * A contract from a file. What is wrong with it is reported by the gateway that is made from it.
   * @param path from the folder in which the app runs, or absolute
   */
  static fromFile(path: string): ToolContract {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = code === 'ENOENT' ? 'there is none at this path' : message;
      return new ToolContract({
        problems: [
          {
            about: 'contract',
            value: path,
            allowed: `a file that can be read (${why})`,
            fix: 'Give the path from the folder that the app is run in, or an absolute path.',
          },
        ],
      });
    }
    return new ToolContract(readContract(text, path));
  }

  /** A contract from its text. */
  static fromJson(text: string): ToolContract {
    return new ToolContract(readContract(text, 'the text'));
  }

  /** @internal What a gateway of this app has by now. */
  static _of(gateway: ToolGateway): ToolContract {
    const { gatewayArn, gatewayUrl, gatewayName, policyEngine, inboundAuth } = gateway;
    const token = inboundAuth._callerToken;
    const document = contractDocument(
      {
        name: gatewayName,
        ...known({ arn: gatewayArn, url: gatewayUrl, policyEngineArn: policyEngine.policyEngineArn }),
        callers: {
          type: inboundAuth.type,
          ...known({ discoveryUrl: token?.discoveryUrl }),
          ...(token?.clients?.every(isKnown) && { clients: token.clients }),
          ...(token?.audiences?.every(isKnown) && { audiences: token.audiences }),
        },
      },
      [
        ...gateway._targets.map(({ targetName, allTools }): ContractTarget => ({
          name: targetName,
          tools: allTools.some(({ isEvery }) => isEvery) ? UNKNOWN_TOOLS : allTools.map(({ definition }) => definition),
        })),
        ...targetsBeside(gateway).flatMap(({ name }): ContractTarget[] =>
          name === undefined ? [] : [{ name, tools: UNKNOWN_TOOLS }],
        ),
      ],
    );
    return new ToolContract({ document, problems: [] });
  }

  private constructor(private readonly read: ReadContract) {}

  /** Another one when something changes for those who use the gateway: a tool, a description, the callers, where it is. */
  get hash(): string {
    return this.read.document?.hash ?? '';
  }

  /** The contract as JSON, with a line break at its end. The ARN and the URL are in it where they are known at synth. */
  toJson(): string {
    return `${JSON.stringify(this.read.document, undefined, 2)}\n`;
  }

  /** @internal */
  get _document(): ContractDocument | undefined {
    return this.read.document;
  }

  /** @internal */
  _problems(): Problem[] {
    return [...this.read.problems, ...callersProblems(this.read.document)];
  }
}

function callersProblems(document: ContractDocument | undefined): Problem[] {
  const types: readonly string[] = Object.values(InboundAuthType);
  if (!document || types.includes(document.gateway.callers.type)) return [];
  return [
    {
      about: 'contract callers',
      value: document.gateway.callers.type,
      allowed: types.join(', '),
      fix: 'Take the contract of a gateway that this version of the library knows.',
    },
  ];
}

function isKnown(text: string): boolean {
  return !Token.isUnresolved(text);
}

/** What is there, and no token: in the file of another app a token means nothing. */
function known(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined && isKnown(entry[1])),
  );
}
