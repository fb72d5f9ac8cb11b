import { Lazy } from 'aws-cdk-lib';
import { isAboutAnyGateway, permittedTools, toolsNamed } from '../../lib/cedar/permitted-tools';
import { GATEWAY_ARN, permitRefund, RESOURCE, SHOP } from './shop';

function permitted(text: string): string[] {
  return permittedTools(text, SHOP).map((tool) => tool.fullName);
}

const BOTH = ['Refunds___process_refund', 'Orders___get_order'];

describe('the tools that a statement permits', () => {
  it.each([
    ['the one it names', permitRefund('context.input.gift'), [BOTH[0]]],
    [
      'those it lists',
      `permit(principal, action in [AgentCore::Action::"Orders___get_order", AgentCore::Action::"Refunds___process_refund"], ${RESOURCE});`,
      BOTH,
    ],
    ['those of a target', `permit(principal, action in AgentCore::Action::"Orders", ${RESOURCE});`, [BOTH[1]]],
    ['those of every target', `permit(principal, action in AgentCore::Action::"CallTool", ${RESOURCE});`, BOTH],
    ['all, where it names none', 'permit(principal, action, resource is AgentCore::Gateway);', BOTH],
    ['none of a target that it equals', `permit(principal, action == AgentCore::Action::"Orders", ${RESOURCE});`, []],
    ['none of another gateway', `permit(principal, action == AgentCore::Action::"Other___tool", ${RESOURCE});`, []],
    ['none of another type', `permit(principal, action == Action::"Orders___get_order", ${RESOURCE});`, []],
    ['none, where it forbids', 'forbid(principal, action, resource is AgentCore::Gateway);', []],
    ['none of what is in a gateway', 'permit(principal, action, resource in AgentCore::Gateway::"other");', []],
    [
      'none of gateways that are in one',
      'permit(principal, action, resource is AgentCore::Gateway in AgentCore::Gateway::"other");',
      [],
    ],
    ['none, where it is no statement', 'All tools are permitted (by nobody).', []],
    [
      'those in the scope of a Dogwood statement',
      permitRefund('formerly within 1h x').replace('when', 'when temporal'),
      [BOTH[0]],
    ],
  ])('are %s', (_, text, expected) => expect(permitted(text)).toEqual(expected));

  it('are known where the gateway is a token', () =>
    expect(permitted(permitRefund('true').replace(GATEWAY_ARN, Lazy.string({ produce: () => GATEWAY_ARN })))).toEqual([
      BOTH[0],
    ]));
});

describe('A statement about whatever tool there is', () => {
  const SCOPED = `permit(principal, action, ${RESOURCE}) when { context.system.now > datetime("2027-01-01") };`;
  const NAMED = `permit(principal, action == AgentCore::Action::"Orders___get_order", ${RESOURCE});`;

  it.each([
    ['every gateway, by its type', 'forbid(principal, action, resource is AgentCore::Gateway);', true],
    ['every gateway, by no word', 'forbid(principal, action, resource);', true],
    ['one gateway', SCOPED, false],
    ['what is in one gateway', 'forbid(principal, action, resource in AgentCore::Gateway::"other");', false],
    [
      'gateways that are in one',
      'forbid(principal, action, resource is AgentCore::Gateway in AgentCore::Gateway::"other");',
      false,
    ],
    ['one tool', NAMED, false],
    ['nothing that can be read', 'permit(principal', false],
  ])('is about the gateways of its engine: %s', (_, text, expected) => expect(isAboutAnyGateway(text)).toBe(expected));

  it('names no tool and permits each', () => {
    expect(toolsNamed(SCOPED, SHOP)).toEqual([]);
    expect(permittedTools(SCOPED, SHOP)).toEqual(SHOP.tools);
    expect(toolsNamed(NAMED, SHOP).map(({ fullName }) => fullName)).toEqual(['Orders___get_order']);
  });
});
