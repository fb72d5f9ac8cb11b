/** The model of an agent system, as far as its templates tell: what every reader of a `cdk.out` works on. */
import type { JsonSchema } from '../tools/json-schema';
import type { Unreadable } from './cloud-assembly';

/** Where a thing stands. */
export interface Located {
  /** The construct path as short as it is unique: `Shop/Tools`. */
  readonly name: string;
  /** The construct path of the resource: `Shop/Tools/Gateway/Resource`. */
  readonly path: string;
  /** The name that the service knows it by. */
  readonly physicalName?: string;
  /** The template's condition without which it is not deployed. */
  readonly onlyIf?: string;
}

/** How callers prove who they are. UNKNOWN: the template does not tell, or tells it in a form that is not known. */
export interface InboundAccess {
  readonly kind: 'JWT' | 'IAM' | 'NONE' | 'AUTHENTICATE_ONLY' | 'UNKNOWN';
  /** With JWT: who issues the tokens, in words. */
  readonly issuer?: string;
  readonly discoveryUrl?: string;
  readonly audiences?: readonly string[];
  readonly clients?: readonly string[];
  readonly scopes?: readonly string[];
  /** Claims that every token must carry, in words. */
  readonly claims?: readonly string[];
}

/** Where a model processes text. */
export type ProcessingPlace = 'REGION' | 'GEOGRAPHY' | 'GLOBAL' | 'UNKNOWN';

/** A model that an agent may use. */
export interface ModelUse {
  /** As it is invoked: `us.anthropic.claude-sonnet-4-6`; `*` for every model. */
  readonly model: string;
  readonly place: ProcessingPlace;
  /** The geography, by the prefix of the inference profile: `eu`. */
  readonly geography?: string;
  /** The regions named, sorted. */
  readonly regions: readonly string[];
  /** False if only the environment names the model, and no statement of the role allows it. */
  readonly granted: boolean;
}

export interface Agent extends Located {
  /** How policies name its role: the end of an ARN. */
  readonly role?: string;
  readonly protocol: string;
  /** `PUBLIC`, `VPC` or as the template says. */
  readonly network: string;
  readonly inbound: InboundAccess;
  /** Variables as the template sets them, resolved. */
  readonly environment: Readonly<Record<string, string>>;
  readonly models: readonly ModelUse[];
  /** Names of gateways, memories and agents in this assembly that its role may use. */
  readonly gateways: readonly string[];
  readonly memories: readonly string[];
  readonly agents: readonly string[];
  /** Those of its gateways that only the environment names: they take calls signed with IAM, and no statement allows any. */
  readonly gatewaysNotGranted: readonly string[];
  /** What its role's statements do not tell, in words. */
  readonly unknown: readonly string[];
}

export interface GatewayTool {
  readonly name: string;
  /** As policies and models name it: `Target___tool`. */
  readonly fullName: string;
  readonly description: string;
  /** Undefined where the template does not tell it in a form that is known. */
  readonly inputSchema?: JsonSchema;
}

export interface GatewayTarget extends Located {
  /** The target's own name, the part before `___`. */
  readonly targetName: string;
  /** `Lambda`, `MCP server`, `OpenAPI` and so on. */
  readonly kind: string;
  readonly tools: readonly GatewayTool[];
  /** Why the template does not tell the target's tools. */
  readonly toolsUnknown?: string;
}

export interface Gateway extends Located {
  /** How statements may name it: each stands for the gateway's ARN, or for a part of it. */
  readonly placeholders: readonly string[];
  /** False for a gateway that another app deploys and that targets here are added to. */
  readonly inAssembly: boolean;
  readonly protocol: string;
  readonly inbound: InboundAccess;
  /** NONE: no policy engine, so nothing is checked. */
  readonly mode: 'ENFORCE' | 'LOG_ONLY' | 'NONE' | 'UNKNOWN';
  /** The engine's name, or its ARN if another app deploys it. */
  readonly engine?: string;
  readonly engineInAssembly: boolean;
  /** Where Lambda functions see and may change what passes: `REQUEST`, `RESPONSE`. */
  readonly interceptors: readonly string[];
  readonly targets: readonly GatewayTarget[];
}

export interface GatewayPolicy extends Located {
  /** The engine's name, or its id if another app deploys it. */
  readonly engine: string;
  readonly engineInAssembly: boolean;
  /** The statement, with placeholders where only the deployment knows. */
  readonly statement: string;
  /** The rule in its author's words: the statement's `@intent`, else the policy's description. */
  readonly intent?: string;
  readonly enforcement: 'ACTIVE' | 'LOG_ONLY' | 'UNKNOWN';
  readonly validation: string;
}

export interface MemoryStrategy {
  readonly kind: string;
  readonly strategyName: string;
  /** The paths under which its records are kept; none where the service chooses them. */
  readonly namespaces: readonly string[];
  /** The same of what an episodic strategy concludes from several episodes. */
  readonly reflectionNamespaces?: readonly string[];
  /** Whether the service's own models extract the records. */
  readonly builtIn: boolean;
  readonly recordExpiryDays?: number;
}

export interface Memory extends Located {
  readonly eventExpiryDays?: number;
  readonly strategies: readonly MemoryStrategy[];
  /** The key, or undefined for the key that AWS owns. */
  readonly key?: string;
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
}

/** An issuer of tokens and what its tokens are checked for, with everything that accepts them. */
export interface Identity {
  readonly issuer: string;
  readonly discoveryUrl: string;
  readonly clients: readonly string[];
  readonly audiences: readonly string[];
  readonly acceptedBy: readonly string[];
}

/** A default that was weakened, with the reason that the code gives. */
export interface WeakenedDefault {
  readonly name: string;
  readonly path: string;
  readonly what: string;
  readonly reason: string;
}

/** An AgentCore resource of a type that has no part of its own in the model. */
export interface OtherResource extends Located {
  readonly type: string;
}

export interface AgentSystem {
  readonly stacks: readonly { readonly name: string; readonly region?: string }[];
  readonly agents: readonly Agent[];
  readonly gateways: readonly Gateway[];
  readonly policies: readonly GatewayPolicy[];
  readonly memories: readonly Memory[];
  readonly identities: readonly Identity[];
  readonly weakenedDefaults: readonly WeakenedDefault[];
  readonly others: readonly OtherResource[];
  readonly unreadable: readonly Unreadable[];
}
