/** Two versions of the same tools side by side, until the sessions that know the old one have ended. */
import { Construct } from 'constructs';
import { TimeWindow } from '../../cedar/time-window';
import { Problems, suggestion, type Problem } from '../../core/refusal';
import type { Tool } from '../../tools/tool';
import type { ToolDefinitions } from '../../tools/tool-definitions';
import { TARGET_SEPARATOR } from '../../tools/tool-limits';
import type { ToolGateway } from '../tool-gateway';
import { LambdaTools, type LambdaToolsOptions } from './lambda-tools';

/** One version of tools whose code is a Lambda function. */
export interface ToolVersion extends LambdaToolsOptions {
  /** Its name: `v1`. The version is a target of its own, named `<id>-<version>`, unless it has a `targetName`. */
  readonly version: string;
}

/** Versions of tools whose code is a Lambda function each. */
export interface VersionedToolsOptions {
  /** What each version is, the newest last: `[{ version: 'v1', … }, { version: 'v2', … }]`. */
  readonly versions: ToolVersion[];
  /**
   * From when on nobody can call a version any more, by its name: a time such as `2026-12-01T00:00:00Z`. A session of an
   * agent lasts up to 8 hours, so take that long after the deployment of the newer one at least; then remove the version.
   * @default - no version ends by itself
   */
  readonly endsAt?: { [version: string]: string };
}

/** Versions of tools, and the gateway that offers them. */
export interface VersionedToolsProps extends VersionedToolsOptions {
  /** The gateway. */
  readonly gateway: ToolGateway;
}

/**
 * Versions of the same tools side by side. An agent learns the names of its tools when its session starts, so those that are
 * running go on with the old ones, and new ones find both: the description of an old tool says which one is its successor.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-supported-targets.html
 */
export class VersionedTools extends Construct {
  /** The newest version. */
  readonly latest: LambdaTools;

  private readonly versions: ReadonlyMap<string, LambdaTools>;

  constructor(scope: Construct, id: string, props: VersionedToolsProps) {
    super(scope, id);
    const { gateway, versions, endsAt = {} } = props;
    const names = versions.map(({ version }) => version);
    new Problems(this).add(...versionProblems(names, endsAt)).refuse();

    const nameOf = ({ version, targetName = `${id}-${version}` }: ToolVersion) => targetName;
    const newest = versions[versions.length - 1];
    const successors = { target: nameOf(newest), tools: newest.tools };
    this.versions = new Map(
      versions.map((each) => {
        const { version, tools, toolList, ...options } = each;
        // What is in a bucket says what it says.
        const offered = each === newest || toolList ? tools : superseded(tools, successors);
        const targetName = nameOf(each);
        return [version, new LambdaTools(this, version, { ...options, toolList, targetName, tools: offered, gateway })];
      }),
    );
    this.latest = this.versions.get(newest.version)!;
    for (const [version, time] of Object.entries(endsAt)) {
      gateway.forbid(`${id}${version}Ended`, {
        tools: [this.version(version).everyTool],
        when: [TimeWindow.startingAt(time)],
        description: `${this.version(version).targetName} ends at ${time}`,
      });
    }
  }

  /** One of the versions. */
  version(name: string): LambdaTools {
    const found = this.versions.get(name);
    if (!found) {
      const fix = suggestion(name, [...this.versions.keys()]);
      new Problems(this).add({ about: 'version', value: name, allowed: 'one of the versions', fix }).refuse();
    }
    return found!;
  }

  /** The tool of this name in every version that has it, the newest last: what a policy on the tool is about. */
  versionsOf(name: string): Tool[] {
    const found = [...this.versions.values()].flatMap(({ allTools }) => allTools.filter((tool) => tool.name === name));
    if (found.length === 0) return [this.latest.tool(name)];
    return found;
  }
}

function versionProblems(names: readonly string[], endsAt: { [version: string]: string }): Problem[] {
  const problems: Problem[] = Object.keys(endsAt).flatMap((version) =>
    names.includes(version)
      ? []
      : [{ about: 'endsAt', value: version, allowed: 'one of versions', fix: suggestion(version, names) }],
  );
  if (names.length === 0) {
    problems.push({
      about: 'versions',
      value: [],
      allowed: 'at least one',
      fix: 'Name the versions, the newest last.',
    });
  }
  problems.push(
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((value) => ({
        about: 'versions',
        value,
        allowed: 'each version once',
        fix: 'Give the newer one another name.',
      })),
  );
  const newest = names[names.length - 1];
  if (newest !== undefined && Object.hasOwn(endsAt, newest)) {
    problems.push({
      about: 'endsAt',
      value: newest,
      allowed: 'a version that a newer one follows',
      fix: 'Write the newest version last, or leave its end out.',
    });
  }
  return problems;
}

/** What is no tool stays as it is: the target says what is wrong with it. */
function superseded(tools: ToolDefinitions, newer: { target: string; tools: ToolDefinitions }): ToolDefinitions {
  const names = newer.tools.definitions.map((tool) => tool?.name);
  return tools._with((tool) =>
    typeof tool?.description === 'string' && names.includes(tool.name)
      ? { ...tool, description: `${tool.description} (Superseded by ${newer.target}${TARGET_SEPARATOR}${tool.name}.)` }
      : tool,
  );
}
