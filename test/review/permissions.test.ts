import { CfnCondition, CfnParameter, Fn, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { readAgentSystem } from '../../lib/assembly/read-agent-system';
import { permissionsOf, type Permission } from '../../lib/review/permissions';
import {
  agentcore,
  lambdaTarget,
  plainGateway,
  policy,
  synthesized,
  synthesizedStack,
  target,
} from '../assembly/synthesized';

const PAY = 'AgentCore::Action::"Refund___pay"';
const LIST = 'AgentCore::Action::"Refund___list"';

interface Fixture {
  readonly stack: Stack;
  readonly engine: agentcore.CfnPolicyEngine;
  readonly gateway: agentcore.CfnGateway;
  /** The gateway as a Cedar statement names it. */
  readonly resource: string;
}

interface FixtureOptions {
  readonly mode?: string;
  readonly authorizerType?: string;
}

/** A gateway `Shop/Tools` with the tools `Refund___list` and `Refund___pay`, and the policies that are added to it. */
function fixture(
  build: (fixture: Fixture) => void,
  { mode = 'ENFORCE', authorizerType = 'CUSTOM_JWT' }: FixtureOptions = {},
): string {
  return synthesizedStack((stack) => {
    const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'engine' });
    const gateway = plainGateway(stack, 'Tools', {
      authorizerType,
      policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode },
      ...(authorizerType === 'CUSTOM_JWT' && {
        authorizerConfiguration: {
          customJwtAuthorizer: {
            discoveryUrl: 'https://issuer.example.com/.well-known/openid-configuration',
            allowedClients: ['console'],
          },
        },
      }),
    });
    lambdaTarget(stack, 'Refund', gateway, 'list', 'pay');
    build({ stack, engine, gateway, resource: `resource == AgentCore::Gateway::"${gateway.attrGatewayArn}"` });
  });
}

/** The rows as lines: what a reader compares. */
function matrix(directory: string): string[] {
  return permissionsOf(readAgentSystem(directory)).rows.map(line);
}

function line({ tool, verdict, who, condition, policy: name, enforced, limitedBy }: Permission): string {
  const parts = [tool, enforced ? verdict : `(${verdict})`, who, condition, name ?? '-', ...limitedBy];
  return parts.join(' | ');
}

const DENIED = (tool: string) => `${tool} | DENY | every caller | no policy permits it | -`;

describe('the permission matrix', () => {
  it('denies what no policy permits', () => {
    expect(matrix(fixture(() => undefined))).toEqual([DENIED('Refund___list'), DENIED('Refund___pay')]);
  });

  it('allows what a policy permits, under its condition', () => {
    const directory = fixture(({ stack, engine, resource }) => {
      policy(
        stack,
        'Small',
        engine,
        `permit(principal is AgentCore::OAuthUser, action == ${PAY}, ${resource}) when { context.input.amount < 500 };`,
      );
      policy(stack, 'Read', engine, `permit(principal, action == ${LIST}, ${resource});`);
    });
    expect(matrix(directory)).toEqual([
      'Refund___list | ALLOW | any caller |  | Shop/Read',
      'Refund___pay | ALLOW_IF | any user | amount < 500 | Shop/Small',
    ]);
  });

  it('shows a forbid with the permits that it limits', () => {
    const directory = fixture(({ stack, engine, resource }) => {
      policy(stack, 'All', engine, `permit(principal, action, ${resource});`);
      policy(
        stack,
        'NotMuch',
        engine,
        `forbid(principal, action == ${PAY}, ${resource}) when { context.input.amount > 1000 };`,
      );
    });
    expect(matrix(directory)).toEqual([
      'Refund___list | ALLOW | any caller |  | Shop/All',
      'Refund___pay | ALLOW_IF | any caller |  | Shop/All | Shop/NotMuch',
      'Refund___pay | DENY_IF | any caller | amount > 1000 | Shop/NotMuch',
    ]);
  });

  describe('with a permit and a forbid', () => {
    const amountBelow500 = 'context.input.amount < 500';
    /** The policies that limit the permit. */
    const limits = (permit: string, forbid: string, parameter = ''): readonly string[] => {
      const directory = fixture(({ stack, engine, resource }) => {
        const value = parameter === '' ? '' : new CfnParameter(stack, parameter).valueAsString;
        const written = (effect: string, condition: string) =>
          `${effect}(principal, action == ${PAY}, ${resource}) ${condition.replace('PARAMETER', value)};`;
        policy(stack, 'Permit', engine, written('permit', permit));
        policy(stack, 'Forbid', engine, written('forbid', forbid));
      });
      return permissionsOf(readAgentSystem(directory)).rows.find(({ policy }) => policy === 'Shop/Permit')!.limitedBy;
    };

    it.each([
      ['a number', `when { ${amountBelow500} }`, 'when { context.input.amount > 1000 }'],
      ['an exception', 'unless { context.input.amount > 1000 }', 'when { context.input.amount > 1000 }'],
      [
        'a claim',
        'when { principal.hasTag("team") && principal.getTag("team") == "a" }',
        'when { principal.hasTag("team") && principal.getTag("team") != "a" }',
      ],
    ])('leaves the forbid out where no call fulfils both: %s', (_, permit, forbid) => {
      expect(limits(permit, forbid)).toEqual([]);
    });

    it.each([
      ['some call does', `when { ${amountBelow500} }`, 'when { context.input.amount > 400 }'],
      [
        'that is not proved, because two parts are compared',
        'when { principal.hasTag("a") && principal.hasTag("b") && principal.getTag("a") == principal.getTag("b") }',
        'when { principal.hasTag("a") && principal.hasTag("b") && principal.getTag("a") != principal.getTag("b") }',
      ],
      ['only Dogwood reads the forbid', `when { ${amountBelow500} }`, 'when temporal { count(TimeWindow::"1h") > 5 }'],
    ])('names the forbid where %s', (_, permit, forbid) => {
      expect(limits(permit, forbid)).toEqual(['Shop/Forbid']);
    });

    it('names the forbid where only the deployment knows what is compared', () => {
      const team = (value: string) => `when { principal.hasTag("team") && principal.getTag("team") == "${value}" }`;
      expect(limits(team('a'), team('PARAMETER'), 'Team')).toEqual(['Shop/Forbid']);
      expect(limits(team('a'), team('b'))).toEqual([]);
    });

    it('names the forbid where the input of the tool is not known', () => {
      const directory = fixture(({ stack, engine, gateway, resource }) => {
        target(stack, 'Docs', gateway, { mcpServer: { endpoint: 'https://mcp.example.com' } });
        const search = (effect: string, condition: string) =>
          `${effect}(principal, action == AgentCore::Action::"Docs___search", ${resource}) when { ${condition} };`;
        policy(stack, 'Permit', engine, search('permit', 'context.input.depth < 5'));
        policy(stack, 'Forbid', engine, search('forbid', 'context.input.depth > 9'));
      });
      expect(matrix(directory)).toContain(
        'Docs___search | ALLOW_IF | any caller | depth < 5 | Shop/Permit | Shop/Forbid',
      );
    });
  });

  it('denies what is permitted and always forbidden', () => {
    const directory = fixture(({ stack, engine, resource }) => {
      policy(stack, 'All', engine, `permit(principal is AgentCore::OAuthUser, action, ${resource});`);
      policy(stack, 'Never', engine, `forbid(principal is AgentCore::OAuthUser, action == ${PAY}, ${resource});`);
    });
    expect(matrix(directory)).toEqual([
      'Refund___list | ALLOW | any user |  | Shop/All',
      'Refund___pay | DENY | any user |  | Shop/All | Shop/Never',
      'Refund___pay | DENY | any user |  | Shop/Never',
    ]);
  });

  it('does not take a forbid for one user for a forbid for everyone', () => {
    const directory = fixture(({ stack, engine, resource }) => {
      policy(stack, 'All', engine, `permit(principal, action == ${PAY}, ${resource});`);
      policy(
        stack,
        'Mallory',
        engine,
        `forbid(principal == AgentCore::OAuthUser::"mallory", action == ${PAY}, ${resource});`,
      );
      policy(
        stack,
        'Two',
        engine,
        `forbid(principal, action == ${PAY}, ${resource}) when { principal == AgentCore::OAuthUser::"eve" };`,
      );
    });
    expect(matrix(directory)).toEqual([
      DENIED('Refund___list'),
      'Refund___pay | ALLOW_IF | any caller |  | Shop/All | Shop/Mallory | Shop/Two',
      'Refund___pay | DENY | user mallory |  | Shop/Mallory',
      'Refund___pay | DENY | user eve |  | Shop/Two',
    ]);
  });

  it('names the agent whose role a policy is about', () => {
    const directory = fixture(
      ({ stack, engine, resource }) => {
        const role = new iam.Role(stack, 'AgentRole', {
          assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com'),
        });
        new agentcore.Runtime(stack, 'Support', {
          executionRole: role,
          agentRuntimeArtifact: agentcore.AgentRuntimeArtifact.fromImageUri(
            '123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1',
          ),
        });
        const principal = `principal == AgentCore::IamEntity::"arn:aws:sts::${stack.account}:assumed-role/${role.roleName}"`;
        policy(stack, 'Agent', engine, `permit(${principal}, action == ${PAY}, ${resource});`);
        policy(
          stack,
          'Other',
          engine,
          `forbid(principal == AgentCore::IamEntity::"arn:aws:sts::123456789012:assumed-role/Other", action, ${resource});`,
        );
      },
      { authorizerType: 'AWS_IAM' },
    );
    expect(matrix(directory)).toEqual([
      'Refund___list | DENY | role Other |  | Shop/Other',
      DENIED('Refund___list'),
      'Refund___pay | ALLOW | agent Shop/Support |  | Shop/Agent',
      'Refund___pay | DENY | role Other |  | Shop/Other',
    ]);
  });

  it('says that a policy about callers who never come has no effect', () => {
    const directory = fixture(
      ({ stack, engine, resource }) => {
        policy(stack, 'Users', engine, `permit(principal is AgentCore::OAuthUser, action == ${PAY}, ${resource});`);
      },
      { authorizerType: 'AWS_IAM' },
    );
    expect(matrix(directory)).toEqual([
      DENIED('Refund___list'),
      'Refund___pay | NO_EFFECT | any user | never: callers are IAM identities | Shop/Users',
      DENIED('Refund___pay'),
    ]);
  });

  describe('of roles, whose id has no session', () => {
    const rowsOf = (condition: string, effect = 'permit', principal = 'principal is AgentCore::IamEntity') =>
      matrix(
        fixture(
          ({ stack, engine, resource }) => {
            policy(stack, 'Session', engine, `${effect}(${principal}, action == ${PAY}, ${resource}) ${condition};`);
            if (effect === 'forbid') policy(stack, 'All', engine, `permit(principal, action == ${PAY}, ${resource});`);
          },
          { authorizerType: 'AWS_IAM' },
        ),
      ).filter((row) => row.startsWith('Refund___pay'));
    const never = (who: string) =>
      `Refund___pay | NO_EFFECT | ${who} | never: the id of a role ends with its name, without a session | Shop/Session`;

    it.each(['*assumed-role/Support/*', 'arn:aws:sts::111122223333:assumed-role/Support/*', '*:assumed-role/*/alice'])(
      'says that a permit for %s has no effect',
      (pattern) => {
        const rows = [never('any role'), DENIED('Refund___pay')];
        expect(rowsOf(`when { principal.id like "${pattern}" }`)).toEqual(rows);
        expect(rowsOf(`when { context.input.amount < 5 && principal.id like "${pattern}" }`)).toEqual(rows);
      },
    );

    it('says so of every caller of a gateway with IAM', () => {
      expect(rowsOf('when { principal.id like "*:assumed-role/Support/*" }', 'permit', 'principal')).toEqual([
        never('any caller'),
        DENIED('Refund___pay'),
      ]);
    });

    it('does not count such a forbid', () => {
      expect(rowsOf('when { principal.id like "*:assumed-role/Support/*" }', 'forbid')).toEqual([
        'Refund___pay | ALLOW | any caller |  | Shop/All',
        never('any role'),
      ]);
    });

    it.each([
      ['that ends with the name', 'when { principal.id like "*:assumed-role/Support" }'],
      ['that goes on without a slash', 'when { principal.id like "*:assumed-role/Support*" }'],
      ['that a value completes', `when { principal.id like "*:assumed-role/${Fn.importValue('Team/Role')}" }`],
      ['with another way to hold', 'when { principal.id like "*:assumed-role/A/*" || context.input.amount < 5 }'],
      ['that is excepted', 'unless { principal.id like "*:assumed-role/Support/*" }'],
      ['of something else', 'when { context.input.role like "*:assumed-role/Support/*" }'],
    ])('leaves a condition %s', (_, condition) => {
      expect(rowsOf(condition)).toEqual([
        expect.stringMatching(/^Refund___pay \| ALLOW_IF \| any role \| .+ \| Shop\/Session$/),
      ]);
    });
  });

  it('says that a policy on a tool which does not exist has no effect', () => {
    const directory = fixture(({ stack, engine, resource }) => {
      policy(stack, 'Typo', engine, `permit(principal, action == AgentCore::Action::"Refund___pya", ${resource});`);
    });
    expect(matrix(directory)).toContain(
      'Refund___pya | NO_EFFECT | any caller | the gateway has no such tool | Shop/Typo',
    );
  });

  it('reads the group of a target as all of its tools, and only with in', () => {
    const directory = fixture(({ stack, engine, resource }) => {
      policy(stack, 'Group', engine, `permit(principal, action in AgentCore::Action::"Refund", ${resource});`);
    });
    expect(matrix(directory)).toEqual([
      'Refund___list | ALLOW | any caller |  | Shop/Group',
      'Refund___pay | ALLOW | any caller |  | Shop/Group',
    ]);
  });

  it('shows everything as allowed without a policy engine', () => {
    const directory = synthesizedStack((stack) => {
      lambdaTarget(stack, 'Refund', plainGateway(stack, 'Tools', { authorizerType: 'NONE' }), 'pay');
    });
    expect(matrix(directory)).toEqual([
      'Refund___pay | ALLOW | anyone, without credentials | no policy engine: every call is allowed | -',
    ]);
  });

  it('shows everything as allowed where policies are only logged, and what they would decide', () => {
    const directory = fixture(
      ({ stack, engine, resource }) => {
        policy(
          stack,
          'Small',
          engine,
          `permit(principal, action == ${PAY}, ${resource}) when { context.input.amount < 500 };`,
        );
      },
      { mode: 'LOG_ONLY' },
    );
    const allowed =
      'ALLOW | anyone with an accepted token | policies are logged, not enforced: every call is allowed | -';
    expect(matrix(directory)).toEqual([
      `Refund___list | ${allowed}`,
      `Refund___pay | ${allowed}`,
      'Refund___pay | (ALLOW_IF) | any caller | amount < 500 | Shop/Small',
    ]);
  });

  it('does not count a policy that is only logged', () => {
    const directory = fixture(({ stack, engine, resource }) => {
      policy(stack, 'Pay', engine, `permit(principal, action == ${PAY}, ${resource});`);
      policy(stack, 'Read', engine, `permit(principal, action == ${LIST}, ${resource});`, {
        enforcementMode: 'LOG_ONLY',
      });
      policy(stack, 'Never', engine, `forbid(principal, action, ${resource});`, { enforcementMode: 'LOG_ONLY' });
    });
    expect(matrix(directory)).toEqual([
      'Refund___list | (ALLOW) | any caller |  | Shop/Read',
      'Refund___list | (DENY) | any caller |  | Shop/Never',
      DENIED('Refund___list'),
      'Refund___pay | ALLOW | any caller |  | Shop/Pay',
      'Refund___pay | (DENY) | any caller |  | Shop/Never',
    ]);
  });

  it('does not trust a forbid that a condition of the template may leave out', () => {
    const directory = fixture(({ stack, engine, resource }) => {
      const condition = new CfnCondition(stack, 'IsProd', {
        expression: Fn.conditionEquals(stack.region, 'eu-west-1'),
      });
      policy(stack, 'All', engine, `permit(principal, action == ${PAY}, ${resource});`);
      policy(stack, 'Never', engine, `forbid(principal, action == ${PAY}, ${resource});`).cfnOptions.condition =
        condition;
    });
    expect(matrix(directory)).toEqual([
      DENIED('Refund___list'),
      'Refund___pay | ALLOW_IF | any caller |  | Shop/All | Shop/Never',
      "Refund___pay | DENY_IF | any caller | the template's condition IsProd deploys it | Shop/Never",
    ]);
  });

  it('keeps targets whose tools are not known', () => {
    const directory = fixture(({ stack, engine, gateway, resource }) => {
      target(stack, 'Docs', gateway, { mcpServer: { endpoint: 'https://mcp.example.com' } });
      policy(stack, 'Search', engine, `permit(principal, action == AgentCore::Action::"Docs___search", ${resource});`);
    });
    expect(matrix(directory)).toEqual([
      'Docs___* | UNKNOWN | anyone with an accepted token | which tools there are is not known: the server lists them itself | -',
      'Docs___* | DENY | every caller | no policy permits it | -',
      'Docs___search | ALLOW | any caller |  | Shop/Search',
      DENIED('Refund___list'),
      DENIED('Refund___pay'),
    ]);
  });

  it('does not deny by default what a policy that cannot be read may permit', () => {
    const directory = fixture(({ stack, engine }) => policy(stack, 'Prose', engine, 'Everyone may pay.'));
    const unknown = 'UNKNOWN | unknown | the statement cannot be read: not one Cedar statement | Shop/Prose';
    expect(matrix(directory)).toEqual([`Refund___list | ${unknown}`, `Refund___pay | ${unknown}`]);
  });

  it('reads the scope of a statement that only Dogwood can read', () => {
    const directory = fixture(({ stack, engine, resource }) => {
      policy(stack, 'Approved', engine, '', {
        definition: {
          policy: {
            statement: `permit(principal, action == ${PAY}, ${resource}) when temporal { formerly within 1h AgentCore::Action::"Refund___list"::response{} };`,
          },
        },
      });
    });
    expect(matrix(directory)).toEqual([
      DENIED('Refund___list'),
      'Refund___pay | ALLOW_IF | any caller | when temporal { formerly within 1h AgentCore::Action::"Refund___list"::response{} } | Shop/Approved',
    ]);
  });

  it('does not know what a parameter decides', () => {
    const directory = fixture(({ stack, engine }) => {
      const gatewayArn = new CfnParameter(stack, 'GatewayArn').valueAsString;
      policy(
        stack,
        'Somewhere',
        engine,
        `permit(principal, action == ${PAY}, resource == AgentCore::Gateway::"${gatewayArn}");`,
      );
    });
    expect(matrix(directory)).toEqual([
      DENIED('Refund___list'),
      'Refund___pay | UNKNOWN | any caller | whether it is about this gateway is not known | Shop/Somewhere',
    ]);
  });

  describe('what a parameter or a condition of the template decides', () => {
    const UNKNOWN = (tool: string, why: string) => `${tool} | UNKNOWN | any caller | ${why} | Shop/Somewhere`;
    const isProd = (stack: Stack) => {
      new CfnCondition(stack, 'IsProd', { expression: Fn.conditionEquals(stack.region, 'eu-west-1') });
      return (one: string, other: string) => Fn.conditionIf('IsProd', one, other).toString();
    };

    it('is not taken for known: the gateway of a statement', () => {
      const directory = fixture(({ stack, engine, gateway }) => {
        const other = plainGateway(stack, 'Other', {
          policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'ENFORCE' },
        });
        lambdaTarget(stack, 'Second', other, 'pay');
        const arn = isProd(stack)(gateway.attrGatewayArn, other.attrGatewayArn);
        policy(stack, 'Somewhere', engine, `permit(principal, action, resource == AgentCore::Gateway::"${arn}");`);
      });
      const why = 'whether it is about this gateway is not known';
      expect(matrix(directory)).toEqual([
        UNKNOWN('Second___pay', why),
        UNKNOWN('Refund___list', why),
        UNKNOWN('Refund___pay', why),
      ]);
    });

    it('is not taken for known: the engine of a gateway', () => {
      const directory = synthesizedStack((stack) => {
        const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'engine' });
        const elsewhere = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:policy-engine/engine-abcdefghij';
        const arn = isProd(stack)(engine.attrPolicyEngineArn, elsewhere);
        const gateway = plainGateway(stack, 'Tools', { policyEngineConfiguration: { arn, mode: 'ENFORCE' } });
        lambdaTarget(stack, 'Refund', gateway, 'pay');
      });
      expect(matrix(directory)).toEqual([
        'Refund___pay | UNKNOWN | any IAM identity that may invoke it | which policy engine decides is not known | -',
      ]);
    });

    it.each([
      ['a parameter', (stack: Stack) => new CfnParameter(stack, 'EngineId').valueAsString],
      [
        'a condition',
        (stack: Stack, engine: agentcore.CfnPolicyEngine) =>
          isProd(stack)(engine.attrPolicyEngineId, 'other-abcdefghij'),
      ],
    ])('is not taken for known: the engine of a policy, by %s', (_, policyEngineId) => {
      const directory = fixture(({ stack, engine, resource }) => {
        policy(stack, 'Somewhere', engine, `permit(principal, action == ${PAY}, ${resource});`, {
          policyEngineId: policyEngineId(stack, engine),
        });
      });
      expect(matrix(directory)).toEqual([
        DENIED('Refund___list'),
        UNKNOWN('Refund___pay', "whether it belongs to this gateway's policy engine is not known"),
      ]);
    });

    it('is not taken for known: whether a forbid is enforced', () => {
      const directory = fixture(({ stack, engine, resource }) => {
        policy(stack, 'All', engine, `permit(principal, action == ${PAY}, ${resource});`);
        policy(stack, 'Somewhere', engine, `forbid(principal, action == ${PAY}, ${resource});`, {
          enforcementMode: isProd(stack)('ACTIVE', 'LOG_ONLY'),
        });
      });
      expect(matrix(directory)).toEqual([
        DENIED('Refund___list'),
        'Refund___pay | ALLOW_IF | any caller |  | Shop/All | Shop/Somewhere',
        UNKNOWN('Refund___pay', 'whether it is enforced is not known'),
      ]);
    });

    it('is not taken for known: the name of a gateway that a statement has as an ARN', () => {
      const directory = fixture(({ stack, engine, gateway }) => {
        gateway.name = Fn.sub('tools-${AWS::StackName}-${AWS::Region}');
        const arn = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/tools-shop-us-east-1-abcdefghij';
        policy(
          stack,
          'Somewhere',
          engine,
          `permit(principal, action == ${PAY}, resource == AgentCore::Gateway::"${arn}");`,
        );
      });
      expect(matrix(directory)).toEqual([
        DENIED('Refund___list'),
        UNKNOWN('Refund___pay', 'whether it is about this gateway is not known'),
      ]);
    });

    it('is not taken for known: the name of a target', () => {
      const directory = fixture(({ stack, engine, gateway, resource }) => {
        const environment = new CfnParameter(stack, 'Environment').valueAsString;
        lambdaTarget(stack, 'Orders', gateway, 'cancel', 'find').name = `${environment}-Orders`;
        policy(
          stack,
          'Somewhere',
          engine,
          `permit(principal, action == AgentCore::Action::"prod-Orders___cancel", ${resource});`,
        );
      });
      expect(matrix(directory)).toEqual([
        UNKNOWN('<Shop.Environment>-Orders___cancel', 'whether it is about this tool is not known'),
        DENIED('<Shop.Environment>-Orders___find'),
        DENIED('Refund___list'),
        DENIED('Refund___pay'),
      ]);
    });

    it('is not lost: a policy that covers nothing here and may be of another engine', () => {
      const directory = fixture(({ stack, engine }) => {
        policy(
          stack,
          'Somewhere',
          engine,
          'permit(principal, action in AgentCore::Action::"Other", resource is AgentCore::Gateway);',
          { policyEngineId: new CfnParameter(stack, 'EngineId').valueAsString },
        );
      });
      const { rows, policiesWithoutGateway } = permissionsOf(readAgentSystem(directory));
      expect([
        ...rows.map(({ policy: name }) => name),
        ...policiesWithoutGateway.map(({ policy: name }) => name),
      ]).toContain('Shop/Somewhere');
    });
  });

  it('knows a policy in another stack than the gateway', () => {
    const directory = synthesized((app) => {
      const shop = new Stack(app, 'Shop');
      const engine = new agentcore.CfnPolicyEngine(shop, 'Engine', { name: 'engine' });
      const gateway = plainGateway(shop, 'Tools', {
        policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'ENFORCE' },
      });
      lambdaTarget(shop, 'Refund', gateway, 'pay');
      policy(
        new Stack(app, 'Rules'),
        'Pay',
        engine,
        `permit(principal, action == ${PAY}, resource == AgentCore::Gateway::"${gateway.attrGatewayArn}");`,
      );
    });
    expect(matrix(directory)).toEqual(['Refund___pay | ALLOW | any caller |  | Rules/Pay']);
  });

  it('keeps two gateways of one engine apart', () => {
    const directory = fixture(({ stack, engine, resource }) => {
      const other = plainGateway(stack, 'Other', {
        policyEngineConfiguration: { arn: engine.attrPolicyEngineArn, mode: 'ENFORCE' },
      });
      lambdaTarget(stack, 'Second', other, 'pay');
      policy(stack, 'One', engine, `permit(principal, action, ${resource});`);
      policy(
        stack,
        'Both',
        engine,
        'forbid(principal, action == AgentCore::Action::"Second___pay", resource is AgentCore::Gateway);',
      );
    });
    const { rows } = permissionsOf(readAgentSystem(directory));
    expect(rows.map(({ gateway, tool, verdict }) => [gateway, tool, verdict])).toEqual([
      ['Shop/Other', 'Second___pay', 'DENY'],
      ['Shop/Other', 'Second___pay', 'DENY'],
      ['Shop/Tools', 'Refund___list', 'ALLOW'],
      ['Shop/Tools', 'Refund___pay', 'ALLOW'],
    ]);
  });

  it('lists policies that decide at no gateway', () => {
    const directory = synthesizedStack((stack) => {
      const engine = new agentcore.CfnPolicyEngine(stack, 'Engine', { name: 'engine' });
      policy(stack, 'Lonely', engine, 'permit(principal, action, resource is AgentCore::Gateway);');
    });
    expect(permissionsOf(readAgentSystem(directory)).policiesWithoutGateway).toEqual([
      { policy: 'Shop/Lonely', engine: 'Shop/Engine', effect: 'permit' },
    ]);
  });

  it('does not know the policies of an engine that another app deploys', () => {
    const directory = synthesizedStack((stack) => {
      const arn = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:policy-engine/engine-abcdefghij';
      const gateway = plainGateway(stack, 'Tools', { policyEngineConfiguration: { arn, mode: 'ENFORCE' } });
      lambdaTarget(stack, 'Refund', gateway, 'pay');
      new agentcore.CfnPolicy(stack, 'Pay', {
        name: 'Pay',
        policyEngineId: 'engine-abcdefghij',
        definition: { cedar: { statement: `permit(principal, action == ${PAY}, resource is AgentCore::Gateway);` } },
      });
    });
    expect(matrix(directory)).toEqual([
      'Refund___pay | UNKNOWN | any IAM identity that may invoke it | another app deploys the policy engine and its policies | -',
      'Refund___pay | ALLOW | any caller |  | Shop/Pay',
    ]);
  });
});
