import { contractChanges, breaks } from '../../lib/contract/contract-diff';
import { contractDocument, UNKNOWN_TOOLS, type ContractDocument } from '../../lib/contract/contract-document';
import type { ToolDefinition } from '../../lib/tools/tool-definition';

const LINE = { type: 'object', properties: { sku: { type: 'string' }, qty: { type: 'number' } } };
const LINES = { type: 'array', items: LINE };

const REFUND: ToolDefinition = {
  name: 'process_refund',
  description: 'Pays an order back',
  inputSchema: {
    type: 'object',
    properties: {
      order: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      amount: { type: 'integer', description: 'In cents' },
      tags: { type: 'array', items: { type: 'integer' } },
      lines: LINES,
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
    [
      'what changes in the elements of a list',
      contract(
        refund(({ lines: { items } }) => {
          items.properties = { sku: { type: 'integer' }, must: { type: 'string' } };
          items.required = ['must'];
        }),
      ),
      [
        'BREAKS Refunds___process_refund: new field lines[].must (required string): calls without it are refused',
        'BREAKS Refunds___process_refund: lines[].qty is gone from its input: calls that give it may be refused',
        'BREAKS Refunds___process_refund: lines[].sku is optional integer, was optional string: calls that give it as before are refused',
      ],
    ],
    [
      'other words for the elements of a list',
      contract(refund((properties) => (properties.lines.items = { ...LINE, description: 'One article' }))),
      [
        'PROMPT Refunds___process_refund: the description of lines[], which is part of the prompt, is "One article", was ""',
      ],
    ],
    [
      'other words for the whole input',
      contract(refund((_, schema) => (schema.description = 'Which order'))),
      [
        'PROMPT Refunds___process_refund: the description of its input, which is part of the prompt, is "Which order", was ""',
      ],
    ],
    [
      'what nothing else names',
      contract(refund((_, schema) => (schema.additionalProperties = false))),
      ['BREAKS Refunds___process_refund: it is changed otherwise: compare what the two contracts say of it'],
    ],
    [
      'an output that is described for the first time',
      contract([REFUND, { ...OTHER, outputSchema: { type: 'object' } }]),
      ['ADDS Refunds___get_refund: its output is described now'],
    ],
    ['another order of keys', contract(refund((_, schema) => schema.required.reverse())), []],
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

  it('name what changes in lists of lists, and in lists within lists', () => {
    const of = (items: any) => contract(refund((properties) => (properties.grid = { type: 'array', items })));
    const object = (properties: any) => ({ type: 'object', properties });
    const list = (items: any) => ({ type: 'array', items });
    expect(
      lines(
        of(list(object({ x: { type: 'string' }, tags: list(object({ a: { type: 'string' } })) }))),
        of(list(object({ x: { type: 'integer' }, tags: list(object({})) }))),
      ),
    ).toEqual([
      'BREAKS Refunds___process_refund: grid[][].tags[].a is gone from its input: calls that give it may be refused',
      'BREAKS Refunds___process_refund: grid[][].x is optional integer, was optional string: calls that give it as before are refused',
    ]);
  });

  it('name an output that is another one', () => {
    const of = (outputSchema?: any) => contract([REFUND, { ...OTHER, outputSchema }]);
    const id = { type: 'object', properties: { id: { type: 'string' } } };
    expect(lines(of(id), of({ type: 'object' }))).toEqual([
      'BREAKS Refunds___get_refund: its output is described otherwise',
    ]);
    expect(lines(of(id), of())).toEqual(['BREAKS Refunds___get_refund: its output is not described any more']);
  });

  it.each([
    ['arn', 'ARN', 'arn:1', 'arn:2'],
    ['url', 'URL', 'https://1', 'https://2'],
    ['policyEngineArn', 'policy engine', 'arn:1', 'arn:2'],
    ['name', 'name', 'one', 'two'],
  ])('name another %s of the gateway, where both tell it', (field, what, was, is) => {
    const of = (more: object) => contractDocument({ name: 'two', callers: JWT, ...more }, []);
    expect(lines(of({ [field]: was }), of({ [field]: is }))).toEqual([`BREAKS two: its ${what} is ${is}, was ${was}`]);
    if (field !== 'name') expect(lines(of({}), of({ [field]: is }))).toEqual([]);
  });
});
