import { contractChanges, breaks } from '../../lib/contract/contract-diff';
import { contractDocument, UNKNOWN_TOOLS, type ContractDocument } from '../../lib/contract/contract-document';
import type { ToolDefinition } from '../../lib/tools/tool-definition';

const REFUND: ToolDefinition = {
  name: 'process_refund',
  description: 'Pays an order back',
  inputSchema: {
    type: 'object',
    properties: {
      order: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      amount: { type: 'integer', description: 'In cents' },
      tags: { type: 'array', items: { type: 'integer' } },
    },
    required: ['order', 'amount'],
  },
};
const OTHER: ToolDefinition = { name: 'get_refund', description: 'Looks a refund up', inputSchema: { type: 'object' } };
const JWT = { type: 'CUSTOM_JWT', discoveryUrl: 'https://a/.well-known/openid-configuration', clients: ['web', 'cli'] };

const contract = (
  tools: ContractDocument['targets'][number]['tools'] = [REFUND, OTHER],
  callers: ContractDocument['gateway']['callers'] = JWT,
  target = 'Refunds',
) => contractDocument({ name: 'shop', callers }, [{ name: target, tools }]);

/** The refund with another schema. */
const refund = (change: (properties: any, schema: any) => void): ToolDefinition[] => {
  const copy = structuredClone(REFUND) as any;
  change(copy.inputSchema.properties, copy.inputSchema);
  return [copy, OTHER];
};

const lines = (before: ContractDocument, after: ContractDocument) =>
  contractChanges(before, after).map(({ kind, about, text }) => `${kind} ${about}: ${text}`);

describe('The changes of a contract', () => {
  it('are none where nothing changes', () => expect(lines(contract(), contract())).toEqual([]));

  it.each<[string, ContractDocument, string[]]>([
    ['a tool that is gone', contract([OTHER]), ['BREAKS Refunds___process_refund: the tool is gone']],
    [
      'a target that has another name',
      contract([REFUND, OTHER], JWT, 'Money'),
      ['BREAKS Refunds: the target is gone, with all its tools', 'ADDS Money: the target is new'],
    ],
    ['a new tool', contract([REFUND, OTHER, { ...OTHER, name: 'list' }]), ['ADDS Refunds___list: the tool is new']],
    [
      'a new required field',
      contract(
        refund((properties, schema) => ((properties.reason = { type: 'string' }), schema.required.push('reason'))),
      ),
      ['BREAKS Refunds___process_refund: new field reason (required string): calls without it are refused'],
    ],
    [
      'a new optional field',
      contract(refund((properties) => (properties.note = { type: 'array', items: { type: 'string' } }))),
      ['ADDS Refunds___process_refund: new field note (optional array of string)'],
    ],
    [
      'a field that is gone',
      contract(refund((properties) => delete properties.tags)),
      ['BREAKS Refunds___process_refund: tags is gone from its input: calls that give it may be refused'],
    ],
    [
      'a field inside another one that is gone',
      contract(refund((properties) => (properties.order = { type: 'object', properties: {} }))),
      ['BREAKS Refunds___process_refund: order.id is gone from its input: calls that give it may be refused'],
    ],
    [
      'a narrowed type, in a list too',
      contract(refund((properties) => (properties.tags.items.type = 'string'))),
      [
        'BREAKS Refunds___process_refund: tags is optional array of string, was optional array of integer: calls that give it as before are refused',
      ],
    ],
    [
      'a widened type',
      contract(refund((properties) => ((properties.amount.type = 'number'), (properties.tags.items.type = 'number')))),
      [
        'ADDS Refunds___process_refund: amount is required number, was required integer',
        'ADDS Refunds___process_refund: tags is optional array of number, was optional array of integer',
      ],
    ],
    [
      'a field that must be given now, and one that need not be',
      contract(refund((_, schema) => (schema.required = ['order', 'tags']))),
      [
        'ADDS Refunds___process_refund: amount is optional now',
        'BREAKS Refunds___process_refund: tags is required now: calls without it are refused',
      ],
    ],
    [
      'other words for models',
      contract([
        { ...refund((properties) => (properties.amount.description = 'In euros'))[0], description: 'Pays back' },
        OTHER,
      ]),
      [
        'PROMPT Refunds___process_refund: its description, which is part of the prompt, is "Pays back", was "Pays an order back"',
        'PROMPT Refunds___process_refund: the description of amount, which is part of the prompt, is "In euros", was "In cents"',
      ],
    ],
    [
      'no words for a field any more',
      contract(refund((properties) => delete properties.amount.description)),
      [
        'PROMPT Refunds___process_refund: the description of amount, which is part of the prompt, is "", was "In cents"',
      ],
    ],
    ['tools that nobody knows any more', contract(UNKNOWN_TOOLS), ['PROMPT Refunds: its tools are not known any more']],
    [
      'callers that prove themselves otherwise',
      contract([REFUND, OTHER], { type: 'AWS_IAM' }),
      ['BREAKS shop: callers prove who they are with AWS_IAM, was CUSTOM_JWT'],
    ],
    [
      'another issuer and a client less',
      contract([REFUND, OTHER], {
        ...JWT,
        discoveryUrl: 'https://b/.well-known/openid-configuration',
        clients: ['web'],
      }),
      [
        'BREAKS shop: the issuer is https://b/.well-known/openid-configuration, was https://a/.well-known/openid-configuration',
        'BREAKS shop: the client cli is accepted no more',
      ],
    ],
    ['an issuer that is not known when the contract is written', contract([REFUND, OTHER], { type: 'CUSTOM_JWT' }), []],
  ])('name %s', (_, after, expected) => {
    expect(lines(contract(), after)).toEqual(expected);
    expect(breaks(contractChanges(contract(), after))).toBe(expected.some((line) => line.startsWith('BREAKS')));
  });

  it('say when tools are known at last', () => {
    expect(lines(contract(UNKNOWN_TOOLS), contract())).toEqual(['ADDS Refunds: its tools are known now']);
    expect(lines(contract(UNKNOWN_TOOLS), contract(UNKNOWN_TOOLS))).toEqual([]);
  });
});
