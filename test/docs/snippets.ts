/** The TypeScript of a Markdown page, each block as a module of its own. */
import ts from 'typescript';

/** One block: the module it becomes, and where its lines stand on the page. */
export interface Snippet {
  /** `docs/memory.md:12`: the page and the line of the block's first line of code. */
  readonly place: string;
  /** The module's file name: `docs-memory-12.ts`. */
  readonly fileName: string;
  readonly text: string;
  /** The page's line for a line of the module, both counted from 0. */
  readonly pageLine: (line: number) => number;
}

/** All blocks that begin with three backticks and `ts`. */
export function snippetsOf(page: string, markdown: string): Snippet[] {
  const lines = markdown.split('\n');
  const snippets: Snippet[] = [];
  for (let start = 0; start < lines.length; start++) {
    const fence = /^(\s*)```ts(?:\s|$)/.exec(lines[start]);
    if (!fence) continue;
    const end = lines.findIndex((line, index) => index > start && line === `${fence[1]}\`\`\``);
    const code = lines.slice(start + 1, end < 0 ? undefined : end).map((line) => line.slice(fence[1].length));
    snippets.push(snippetOf(page, start + 1, code.join('\n')));
    start += code.length;
  }
  return snippets;
}

function snippetOf(page: string, firstLine: number, code: string): Snippet {
  const name = page.replace(/\.md$/, '').replace(/[^A-Za-z0-9]+/g, '-');
  const length = code.split('\n').length;
  const module = insideOfConstruct(code);
  return {
    place: `${page}:${String(firstLine + 1)}`,
    fileName: `${name}-${String(firstLine + 1)}.ts`,
    text: `${module ?? code}\nexport {};\n`,
    // The two halves of a block from inside a construct have the length of the block, with one line between them.
    pageLine: (line) => firstLine + (line > length ? line - length - 1 : Math.min(line, length - 1)),
  };
}

/**
 * A block that says `this` stands inside a stack: its statements move into a constructor, while imports and declarations
 * stay outside. Both halves keep the block's lines, so that errors still point at the page.
 */
function insideOfConstruct(code: string): string | undefined {
  const source = ts.createSourceFile('snippet.ts', code, ts.ScriptTarget.ES2022, true);
  if (!source.statements.some(saysThis)) return undefined;
  const inside = code.split('');
  const outside = inside.map<string>((character) => (character === '\n' ? '\n' : ' '));
  for (const statement of source.statements.filter(staysOutside)) {
    for (let index = statement.getStart(source); index < statement.end; index++) {
      outside[index] = code[index];
      inside[index] = code[index] === '\n' ? '\n' : ' ';
    }
  }
  const opening = `class Snippet extends (require('aws-cdk-lib') as typeof import('aws-cdk-lib')).Stack { constructor() { super();`;
  return `${outside.join('')}\n${opening}\n${inside.join('')}\n} } void Snippet;`;
}

const staysOutside = (statement: ts.Statement) =>
  ts.isImportDeclaration(statement) ||
  ts.isInterfaceDeclaration(statement) ||
  ts.isTypeAliasDeclaration(statement) ||
  (ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true);

function saysThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isClassLike(node) || ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) return false;
  return ts.forEachChild(node, (child) => saysThis(child) || undefined) === true;
}
