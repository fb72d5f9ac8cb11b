import { hasPlaceholder, mayBeEqual } from '../../lib/template/placeholders';
import { Resolver } from '../../lib/template/resolver';
import type { StackTemplate } from '../../lib/template/stack-template';
import { readTemplate } from '../../lib/template/template';

const ARN = { 'Fn::GetAtt': ['Gateway1234', 'GatewayArn'] };

function stackOf(id: string, template: object, more: Partial<StackTemplate> = {}): StackTemplate {
  return {
    id,
    stackName: id,
    stage: '',
    template: readTemplate(template),
    paths: new Map([['Gateway1234', `/${id}/Tools/Gateway/Resource`]]),
    nested: new Map(),
    ...more,
  };
}

const shop = stackOf('Shop', {
  Resources: { Gateway1234: { Type: 'AWS::BedrockAgentCore::Gateway' }, Fn5678: { Type: 'AWS::Lambda::Function' } },
  Parameters: { Mode: { Type: 'String', Default: 'ENFORCE' } },
  Mappings: { Limits: { prod: { refund: '500' } } },
  Outputs: { Arn: { Value: ARN, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Arn' } } } },
});
const resolver = new Resolver([shop]);
const text = (value: unknown) => resolver.text(value, shop);

describe('a value of a template', () => {
  it('is literal text where the template says so', () => {
    expect(text('plain')).toBe('plain');
    expect(text({ 'Fn::Join': ['-', ['a', { 'Fn::Join': ['', ['b', 'c']] }]] })).toBe('a-bc');
    expect(text({ 'Fn::Sub': ['${x} and ${!kept}', { x: 'y' }] })).toBe('y and ${kept}');
    expect(text({ 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b,c'] }] })).toBe('b');
    expect(text({ 'Fn::Select': [0, ['first', 'second']] })).toBe('first');
    expect(text({ 'Fn::FindInMap': ['Limits', 'prod', 'refund'] })).toBe('500');
    expect(text({ 'Fn::ToJsonString': { a: { Ref: 'Fn5678' } } })).toBe('{"a":"<Shop.Fn5678>"}');
  });

  it('names the construct where only the deployment knows', () => {
    expect(text({ Ref: 'Gateway1234' })).toBe('<Shop.Tools.Gateway>');
    expect(text(ARN)).toBe('<Shop.Tools.Gateway.GatewayArn>');
    expect(text({ 'Fn::GetAtt': 'Gateway1234.GatewayArn' })).toBe('<Shop.Tools.Gateway.GatewayArn>');
    expect(text({ 'Fn::Sub': '"${Gateway1234.GatewayArn}" of ${Fn5678}' })).toBe(
      '"<Shop.Tools.Gateway.GatewayArn>" of <Shop.Fn5678>',
    );
    expect(text({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':x:', { Ref: 'AWS::Region' }]] })).toBe(
      'arn:<AWS::Partition>:x:<AWS::Region>',
    );
  });

  it('never takes the default of a parameter, or a branch of a condition, for the value', () => {
    expect(text({ Ref: 'Mode' })).toBe('<Shop.Mode>');
    expect(text({ 'Fn::If': ['IsProd', 'ENFORCE', 'LOG_ONLY'] })).toBe('<Fn::If IsProd ENFORCE or LOG_ONLY>');
  });

  it('leaves out what is AWS::NoValue', () => {
    expect(resolver.resolve({ a: { Ref: 'AWS::NoValue' }, b: ['x', { Ref: 'AWS::NoValue' }] }, shop)).toEqual({
      b: ['x'],
    });
  });

  it('does not take a property that is called Ref for a reference', () => {
    expect(resolver.resolve({ Ref: { Type: 'string' } }, shop)).toEqual({ Ref: { Type: 'string' } });
  });

  it('knows region, account and partition where the stack says where it is deployed', () => {
    const here = stackOf('Gov', {}, { region: 'us-gov-west-1', account: '123456789012' });
    const sub = { 'Fn::Sub': 'arn:${AWS::Partition}:s3:${AWS::Region}:${AWS::AccountId} ${AWS::URLSuffix}' };
    expect(new Resolver([here]).text(sub, here)).toBe('arn:aws-us-gov:s3:us-gov-west-1:123456789012 amazonaws.com');
  });

  it('does not split inside what it does not know', () => {
    expect(text({ 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Join': ['/', ['a', 'b', ARN]] }] }] })).toBe('b');
    const unknown = text({ 'Fn::Select': [5, { 'Fn::Split': [':', ARN] }] });
    expect(unknown).toBe('<Fn::Select 5 of <Shop.Tools.Gateway.GatewayArn>>');
    expect(resolver.referencesIn(unknown)).toMatchObject([
      { attribute: 'GatewayArn', resource: { logicalId: 'Gateway1234' } },
    ]);
  });

  it('is a placeholder for a function that it does not compute', () => {
    expect(text({ 'Fn::Base64': 'x' })).toBe('<Fn::Base64 x>');
    expect(text({ 'Fn::ImportValue': 'Elsewhere:Arn' })).toBe('<Fn::ImportValue Elsewhere:Arn>');
    expect(text({ 'Fn::FindInMap': ['constructor', 'name', 'length'] })).toBe(
      '<Fn::FindInMap constructor name length>',
    );
  });
});

describe('a reference across templates', () => {
  it('is followed through an export', () => {
    const other = stackOf('Other', {});
    const both = new Resolver([shop, other]);
    expect(both.text({ 'Fn::ImportValue': 'Shop:Arn' }, other)).toBe('<Shop.Tools.Gateway.GatewayArn>');
  });

  it('is followed through the output of a stack that is named', () => {
    const other = stackOf('Other', {});
    const call = { 'Fn::GetStackOutput': { StackName: 'Shop', OutputName: 'Arn' } };
    expect(new Resolver([shop, other]).text(call, other)).toBe('<Shop.Tools.Gateway.GatewayArn>');
  });

  it('stays in its own stage when two stages export the same name', () => {
    const exported = (stage: string) => stackOf(`${stage}/Shop`, templateOf(shop), { stage, stackName: 'Shop' });
    const importer = stackOf('Prod/Other', {}, { stage: 'Prod' });
    const all = new Resolver([exported('Dev'), exported('Prod'), importer]);
    expect(all.text({ 'Fn::ImportValue': 'Shop:Arn' }, importer)).toBe('<Prod.Shop.Tools.Gateway.GatewayArn>');
  });

  it('stays in its own region when the app exports the same name in two', () => {
    const regions = ['eu-west-1', 'us-east-1'];
    const exported = regions.map((region) =>
      stackOf(`Shop-${region}`, templateOf(shop), { region, stackName: 'Shop', account: '111122223333' }),
    );
    const importer = stackOf('Rules', {}, { region: 'us-east-1', account: '111122223333' });
    const arn = { 'Fn::ImportValue': 'Shop:Arn' };
    expect(new Resolver([...exported, importer]).text(arn, importer)).toBe('<Shop-us-east-1.Tools.Gateway.GatewayArn>');
    const anywhere = stackOf('Anywhere', {});
    expect(new Resolver([...exported, anywhere]).text(arn, anywhere)).toBe('<Fn::ImportValue Shop:Arn>');
  });

  it('is followed into a nested stack and out of it', () => {
    const parent = stackOf('Top', {
      Resources: {
        Gateway1234: { Type: 'AWS::BedrockAgentCore::Gateway' },
        Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { arn: ARN } } },
      },
    });
    const nested = stackOf(
      'Top/Nested',
      { Parameters: { arn: {}, other: {} }, Outputs: { back: { Value: { Ref: 'arn' } } } },
      { nestedIn: { stack: parent, resource: parent.template.resources.get('Nested')! } },
    );
    (parent.nested as Map<string, StackTemplate>).set('Nested', nested);
    const both = new Resolver([parent]);
    expect(both.text({ Ref: 'arn' }, nested)).toBe('<Top.Tools.Gateway.GatewayArn>');
    expect(both.text({ Ref: 'other' }, nested)).toBe('<Top.Nested.other>');
    expect(both.text({ 'Fn::GetAtt': ['Nested', 'Outputs.back'] }, parent)).toBe('<Top.Tools.Gateway.GatewayArn>');
  });

  it('ends where templates go round in a circle', () => {
    const circle = stackOf('Circle', {
      Outputs: { A: { Value: { 'Fn::ImportValue': 'a' }, Export: { Name: 'a' } } },
    });
    expect(new Resolver([circle]).text({ 'Fn::ImportValue': 'a' }, circle)).toBe('<circular reference>');
  });
});

describe('a placeholder', () => {
  it('may stand in a Cedar string and pattern, whatever the construct is called', () => {
    const odd = stackOf('Odd', { Resources: { X: { Type: 'T' } } }, { paths: new Map([['X', '/Odd/a"b\\c*<d>\n']]) });
    expect(new Resolver([odd]).text({ Ref: 'X' }, odd)).toBe('<Odd.a_b_c__d__>');
  });

  it('tells two resources apart whose paths would read the same', () => {
    const paths = new Map([
      ['One', '/Twin/a.b'],
      ['Two', '/Twin/a/b'],
    ]);
    const twin = stackOf('Twin', { Resources: { One: { Type: 'T' }, Two: { Type: 'T' } } }, { paths });
    const twins = new Resolver([twin]);
    expect(twins.text({ Ref: 'One' }, twin)).toBe('<Twin#One>');
    expect(twins.text({ Ref: 'Two' }, twin)).toBe('<Twin#Two>');
    expect(twins.referencesIn('<Twin#Two>')).toMatchObject([{ resource: { logicalId: 'Two' } }]);
  });

  it('tells a parameter from a resource whose path reads the same', () => {
    const stack = stackOf(
      'Same',
      { Parameters: { Role: {} }, Resources: { Role1234: { Type: 'T' } } },
      { paths: new Map([['Role1234', '/Same/Role/Resource']]) },
    );
    const same = new Resolver([stack]);
    expect(same.text({ Ref: 'Role1234' }, stack)).toBe('<Same.Role>');
    expect(same.text({ Ref: 'Role' }, stack)).toBe('<Same.Role (parameter)>');
    expect(same.referencesIn('<Same.Role (parameter)>')).toEqual([]);
  });

  it('is told from literal text', () => {
    expect(hasPlaceholder('a < b')).toBe(false);
    expect(hasPlaceholder('x:<AWS::Region>')).toBe(true);
  });

  it('may stand for any text, and only for text in its place', () => {
    expect(mayBeEqual('<Shop.Env>-Refunds___pay', 'prod-Refunds___pay')).toBe(true);
    expect(mayBeEqual('prod-Refunds___pay', '<Fn::If IsProd <Shop.A> or b>-Refunds___pay')).toBe(true);
    expect(mayBeEqual('<Shop.Env>-Refunds___pay', 'prod-Refunds___list')).toBe(false);
    expect(mayBeEqual('a.c', 'abc')).toBe(false);
  });
});

function templateOf(stack: StackTemplate): object {
  return {
    Resources: Object.fromEntries([...stack.template.resources].map(([id, { type }]) => [id, { Type: type }])),
    Outputs: Object.fromEntries(
      [...stack.template.outputs].map(([id, { value, exportName }]) => [
        id,
        { Value: value, Export: { Name: exportName } },
      ]),
    ),
  };
}
