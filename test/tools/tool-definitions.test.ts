import { App, aws_bedrockagentcore as agentcore, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { sentence } from '../../lib/core/refusal';
import { Tool, ToolDefinitions, type ToolDefinition } from '../../lib/tools';

const INPUT = { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] };
const REFUND: ToolDefinition = { name: 'process_refund', description: 'Pays an order back.', inputSchema: INPUT };

function problems(...definitions: unknown[]): string[] {
  return ToolDefinitions.of(...(definitions as ToolDefinition[]))
    ._problems('Refunds')
    .map(sentence);
}

function problemsOfSchema(inputSchema: unknown): string[] {
  return problems({ ...REFUND, inputSchema });
}

function problemsOfField(field: unknown): string[] {
  return problemsOfSchema({ type: 'object', properties: { amount: field } });
}

describe('tool definitions', () => {
  it('reach the gateway as they were written', () => {
    const stack = new Stack(new App(), 'Shop');
    const definition: ToolDefinition = {
      name: 'process_refund',
      description: 'Pays an order back.',
      inputSchema: {
        type: 'object',
        description: 'What to pay back.',
        properties: {
          amount: { type: 'number', description: 'In euros.' },
          lines: {
            type: 'array',
            items: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] },
          },
          notify: { type: 'boolean' },
          count: { type: 'integer' },
          extra: { type: 'array' },
        },
        required: ['amount'],
      },
      outputSchema: { type: 'object', properties: { refundId: { type: 'string' } } },
    };
    const definitions = ToolDefinitions.of(definition);
    expect(definitions._problems('Refunds')).toEqual([]);
    agentcore.GatewayTarget.forLambda(stack, 'Target', {
      gateway: new agentcore.Gateway(stack, 'Gateway', {
        authorizerConfiguration: agentcore.GatewayAuthorizer.usingAwsIam(),
      }),
      lambdaFunction: new lambda.Function(stack, 'Code', {
        runtime: lambda.Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline('exports.handler = async () => ({});'),
      }),
      toolSchema: definitions._toolSchema(),
    });
    Template.fromStack(stack).hasResourceProperties('AWS::BedrockAgentCore::GatewayTarget', {
      TargetConfiguration: { Mcp: { Lambda: { ToolSchema: { InlinePayload: [cfn(definition)] } } } },
    });
  });

  it('give each tool the name by which models and policies know it', () => {
    const tool = new Tool('Refunds', REFUND);
    expect([tool.name, tool.fullName]).toEqual(['process_refund', 'Refunds___process_refund']);
  });
});

describe('a refused name', () => {
  it('has characters that models do not accept', () => {
    expect(problems({ ...REFUND, name: 'process refund!' })).toEqual([
      'tools[0].name is "process refund!". Allowed: 1 or more of letters, digits, _ and -. Write "process_refund".',
    ]);
  });

  it('is empty', () => {
    expect(problems({ ...REFUND, name: '' })).toEqual([
      'tools[0].name is "". Allowed: 1 or more of letters, digits, _ and -. Name the tool by what it does: "process_refund".',
    ]);
  });

  it('is missing', () => {
    expect(problems({ description: 'Pays.', inputSchema: INPUT })).toEqual([
      'tools[0].name is missing. Allowed: 1 or more of letters, digits, _ and -. Name the tool by what it does: "process_refund".',
    ]);
  });

  it('is too long together with its target', () => {
    const name = 'refund_the_whole_order_with_all_of_its_lines_and_shipping_costs';
    expect(problems({ ...REFUND, name })).toEqual([
      `tools[0].name is "${name}". Allowed: at most 64 characters as models see it, "Refunds___${name}", which has 73. ` +
        "Shorten the tool's name or the target's by 9.",
    ]);
  });

  it('is taken by another tool of the target', () => {
    expect(problems(REFUND, { ...REFUND, name: 'look_up' }, { ...REFUND, description: 'Again.' })).toEqual([
      'tools[2].name is "process_refund". Allowed: a name that no other tool of the target has; tools[0] has it. ' +
        'Rename one of them, or remove it.',
    ]);
  });
});

describe('a refused tool', () => {
  it('has no description for the model to choose by', () => {
    expect(problems({ ...REFUND, description: ' ' })).toEqual([
      'tool "process_refund" description is " ". Allowed: a text that is not empty. ' +
        'Say what the tool does and when to use it: the model chooses by it.',
    ]);
  });

  it('has what the gateway would drop', () => {
    expect(problems({ ...REFUND, annotations: { readOnlyHint: true } })).toEqual([
      'tool "process_refund" annotations is {"readOnlyHint":true}. Allowed: only name, description, inputSchema, outputSchema; ' +
        'the gateway keeps nothing else. Leave it out, or say it in the description.',
    ]);
  });

  it("is written in a model API's words", () => {
    const { inputSchema, ...rest } = REFUND;
    expect(problems({ ...rest, input_schema: inputSchema })).toEqual([
      'tool "process_refund" input_schema is {"type":"object","properties":{"amount":{"type":"number"}},"required":["amount"]}. ' +
        'Allowed: only name, description, inputSchema, outputSchema; the gateway keeps nothing else. Write inputSchema.',
      'tool "process_refund" inputSchema is missing. Allowed: a JSON Schema object. Write it like {"type": "object", "properties": {}}.',
    ]);
  });

  it('has a misspelt key', () => {
    expect(problems({ ...REFUND, descripton: 'Pays.' })).toEqual([
      'tool "process_refund" descripton is "Pays.". Allowed: only name, description, inputSchema, outputSchema; ' +
        'the gateway keeps nothing else. Did you mean "description"?',
    ]);
  });

  it('is no object', () => {
    expect(problems('process_refund')).toEqual([
      'tools[0] is "process_refund". Allowed: an object with name, description and inputSchema. Write the tool as MCP lists it.',
    ]);
  });

  it('has a bad output schema', () => {
    expect(problems({ ...REFUND, outputSchema: { type: 'string' } })).toEqual([
      'tool "process_refund" outputSchema.type is "string". Allowed: "object" at the top. ' +
        'Make what it describes a field of an object.',
    ]);
  });
});

describe('a refused list of tools', () => {
  it('is empty', () => {
    expect(problems()).toEqual(['the number of tools is 0. Allowed: 1 to 1000 per target. Define a tool.']);
  });

  it('is too long', () => {
    expect(problems(...Array.from({ length: 1001 }, (_, index) => ({ ...REFUND, name: `refund_${index}` })))).toEqual([
      'the number of tools is 1001. Allowed: 1 to 1000 per target. Spread them over more targets.',
    ]);
  });

  it('is too large', () => {
    const description = 'x'.repeat(1024 * 1024);
    expect(problems({ ...REFUND, description })).toEqual([
      'the size of the tools in bytes is 1048716. Allowed: at most 1048576 per target. ' +
        'Shorten the descriptions, or spread the tools over more targets.',
    ]);
  });
});

describe('a refused schema', () => {
  it('uses enum', () => {
    expect(problemsOfField({ type: 'string', enum: ['damaged', 'late'] })).toEqual([
      'tool "process_refund" inputSchema.properties.amount.enum is ["damaged","late"]. ' +
        'Allowed: the keywords that the gateway accepts: type, properties, required, items, description. ' +
        'Name the values in the description, and check them in a policy or in the tool.',
    ]);
  });

  it.each([
    ['minimum', 0, 'Name the range in the description, and check it in a policy or in the tool.'],
    ['pattern', '^A', 'Describe the form in the description, and check it in the tool.'],
    ['default', 1, 'Leave the field out of "required", name the default in the description, and apply it in the tool.'],
    ['nullable', true, 'Leave the field out of "required" instead.'],
    ['title', 'Amount', 'Say it in the description.'],
    ['additionalProperties', false, 'Leave it out.'],
    ['$ref', '#/x', 'Write the schema out where it is used.'],
    ['allOf', [], 'Write the fields of all of them into one object.'],
    ['oneOf', [], 'Make a tool for each form, or optional fields of one object.'],
    ['patternProperties', {}, 'Take a list of objects with a name and a value.'],
    ['desciption', 'In euros.', 'Did you mean "description"?'],
    ['currency', 'EUR', 'Leave it out, or if it is a field, put it into "properties".'],
  ])('uses %s, and is told what to do instead', (keyword, value, fix) => {
    const [message, ...others] = problemsOfField({ type: 'number', [keyword]: value });
    expect(others).toEqual([]);
    expect(message).toMatch(`tool "process_refund" inputSchema.properties.amount.${keyword} is `);
    expect(message.endsWith(` description. ${fix}`)).toBe(true);
  });

  it.each([
    ['float', 'Did you mean "number"?'],
    ['int', 'Did you mean "integer"?'],
    ['String', 'Did you mean "string"?'],
    ['strnig', 'Did you mean "string"?'],
    ['constructor', 'Choose one of them.'],
  ])('has the type %s', (type, fix) => {
    expect(problemsOfField({ type })).toEqual([
      `tool "process_refund" inputSchema.properties.amount.type is "${type}". ` +
        `Allowed: one of string, number, integer, boolean, object, array. ${fix}`,
    ]);
  });

  it('has several types', () => {
    expect(problemsOfField({ type: ['number', 'null'] })).toEqual([
      'tool "process_refund" inputSchema.properties.amount.type is ["number","null"]. ' +
        'Allowed: one of string, number, integer, boolean, object, array. Write "number" and leave the field out of "required".',
    ]);
    expect(problemsOfField({ type: ['number', 'string'] })).toEqual([
      'tool "process_refund" inputSchema.properties.amount.type is ["number","string"]. ' +
        'Allowed: one of string, number, integer, boolean, object, array. Choose one type, or make a field for each.',
    ]);
  });

  it('has no type', () => {
    expect(problemsOfField({ description: 'In euros.' })).toEqual([
      'tool "process_refund" inputSchema.properties.amount.type is missing. ' +
        'Allowed: one of string, number, integer, boolean, object, array. Say the type.',
    ]);
  });

  it('is no object at the top', () => {
    expect(problemsOfSchema({ type: 'array', items: { type: 'string' } })).toEqual([
      'tool "process_refund" inputSchema.type is "array". Allowed: "object" at the top. ' +
        'Make what it describes a field of an object.',
    ]);
  });

  it('requires a field that it does not have', () => {
    expect(problemsOfSchema({ ...INPUT, required: ['amuont', 'reason'] })).toEqual([
      'tool "process_refund" inputSchema.required[0] is "amuont". Allowed: a field of "properties": amount. Did you mean "amount"?',
      'tool "process_refund" inputSchema.required[1] is "reason". Allowed: a field of "properties": amount. ' +
        'Define the field, or take it off the list.',
    ]);
    expect(problemsOfSchema({ type: 'object', required: ['amount'] })).toEqual([
      'tool "process_refund" inputSchema.required[0] is "amount". Allowed: a field of "properties", which has none. ' +
        'Define the field, or take it off the list.',
    ]);
  });

  it('requires a field twice', () => {
    expect(problemsOfSchema({ ...INPUT, required: ['amount', 'amount'] })).toEqual([
      'tool "process_refund" inputSchema.required[1] is "amount". Allowed: each field once. Remove it.',
    ]);
  });

  it("says required on the field, as JSON Schema's third draft had it", () => {
    expect(problemsOfField({ type: 'object', required: true })).toEqual([
      'tool "process_refund" inputSchema.properties.amount.required is true. Allowed: a list of the names of fields. ' +
        'On the object that holds the field, write its name into the list: "required": ["amount"].',
    ]);
  });

  it('has a keyword on a type that has no use for it', () => {
    expect(problemsOfField({ type: 'string', items: { type: 'string' } })).toEqual([
      'tool "process_refund" inputSchema.properties.amount.items is "on a schema of type \\"string\\"". ' +
        'Allowed: on the type "array". Write "type": "array", or leave items out.',
    ]);
  });

  it('has a list where its fields belong', () => {
    expect(problemsOfSchema({ type: 'object', properties: ['amount'] })).toEqual([
      'tool "process_refund" inputSchema.properties is ["amount"]. Allowed: an object with a schema for each field. ' +
        'Write it like {"amount": {"type": "number"}}.',
    ]);
  });

  it('has a description that is no text', () => {
    expect(problemsOfField({ type: 'number', description: ['In', 'euros'] })).toEqual([
      'tool "process_refund" inputSchema.properties.amount.description is ["In","euros"]. Allowed: a text. Write it as one string.',
    ]);
  });

  it('has a field whose name breaks every request to the model', () => {
    expect(problemsOfSchema({ type: 'object', properties: { 'order id': { type: 'string' } } })).toEqual([
      'tool "process_refund" inputSchema.properties key is "order id". ' +
        'Allowed: 1 to 64 of letters, digits, _, . and -, or models refuse every request that carries the tool. Rename the field.',
    ]);
  });

  it('has a field whose name is lost on the way to the template', () => {
    const properties: unknown = JSON.parse('{"__proto__": {"type": "string"}}');
    expect(problemsOfField({ type: 'object', properties, required: ['__proto__'] })).toEqual([
      'tool "process_refund" inputSchema.properties.amount.properties key is "__proto__". ' +
        'Allowed: any other name: this one would be missing in the template. Rename the field.',
    ]);
  });

  it('holds itself, or what JSON cannot hold', () => {
    const endless = { type: 'object', properties: {} as Record<string, unknown> };
    endless.properties.again = endless;
    expect(problemsOfSchema(endless)).toEqual([expect.stringContaining('is "level 65". Allowed: at most 64 levels.')]);
    expect(problemsOfField({ type: 'number', description: 1n })).toEqual([
      'tool "process_refund" inputSchema.properties.amount.description is 1. Allowed: a text. Write it as one string.',
    ]);
  });

  it('is deeper than policies can look', () => {
    let field: unknown = { type: 'string' };
    for (let level = 0; level < 64; level++) field = { type: 'array', items: field };
    const [message, ...others] = problemsOfField(field);
    expect(others).toEqual([]);
    expect(message).toMatch(/ is "level 65"\. Allowed: at most 64 levels\. Flatten the schema\.$/);
  });
});

function cfn(value: unknown, inProperties = false): unknown {
  if (Array.isArray(value)) return value.map((one) => cfn(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      inProperties ? key : key[0].toUpperCase() + key.slice(1),
      cfn(inner, !inProperties && key === 'properties'),
    ]),
  );
}
