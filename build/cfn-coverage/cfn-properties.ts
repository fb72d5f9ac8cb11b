/** Every property that CloudFormation knows of a type, as the L1s of aws-cdk-lib, which are made from its specification, say. */
import { join } from 'node:path';
import ts from 'typescript';

const declarations = join(
  __dirname,
  '../../node_modules/aws-cdk-lib/aws-bedrockagentcore/lib/bedrockagentcore.generated.d.ts',
);

/** Paths such as `targetConfiguration.mcp.lambda.lambdaArn`, in the order of the specification; what holds others is left out. */
export function propertiesOf(type: string): string[] {
  const found = interfaces().get(`Cfn${type}Props`);
  if (!found) throw new Error(`aws-cdk-lib has no Cfn${type}Props`);
  return leaves(found, `Cfn${type}`, []);
}

let known: Map<string, ts.InterfaceDeclaration> | undefined;

function interfaces(): Map<string, ts.InterfaceDeclaration> {
  if (known) return known;
  known = new Map();
  const text = ts.sys.readFile(declarations)!;
  const source = ts.createSourceFile(declarations, text, ts.ScriptTarget.Latest, true);
  const collect = (node: ts.Node, prefix: string) => {
    if (ts.isInterfaceDeclaration(node)) known!.set(`${prefix}${node.name.text}`, node);
    if (ts.isModuleDeclaration(node) && node.body && ts.isModuleBlock(node.body)) {
      for (const statement of node.body.statements) collect(statement, `${node.name.text}.`);
    }
  };
  for (const statement of source.statements) collect(statement, '');
  return known;
}

function leaves(
  holder: ts.InterfaceDeclaration,
  type: string,
  path: readonly string[],
  seen: readonly ts.Node[] = [],
): string[] {
  return holder.members.filter(ts.isPropertySignature).flatMap((member) => {
    const here = [...path, member.name.getText()];
    const inner = structIn(member.type!.getText(), type);
    // A schema holds schemas.
    if (!inner || seen.includes(inner)) return [here.join('.')];
    return leaves(inner, type, here, [...seen, inner]);
  });
}

/** The struct that a type names, alone, in a list or in a map. */
function structIn(text: string, type: string): ts.InterfaceDeclaration | undefined {
  const name = new RegExp(`${type}\\.(\\w+Property)`).exec(text)?.[1];
  return name === undefined ? undefined : interfaces().get(`${type}.${name}`);
}
