/** `npm run api`: the public API as docs/api.txt, one line per member, so that every change of it shows in a diff. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..');
const listing = join(root, 'docs/api.txt');

/** As much of a jsii assembly as is listed. */
interface Assembly {
  readonly types: Record<string, ApiType>;
}
interface Documented {
  readonly name: string;
  readonly docs?: { readonly summary?: string; readonly default?: string; readonly deprecated?: string };
}
interface ApiType extends Documented {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly abstract?: boolean;
  readonly datatype?: boolean;
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly initializer?: Callable;
  readonly methods?: readonly Method[];
  readonly properties?: readonly Property[];
  readonly members?: readonly Documented[];
}
interface Callable {
  readonly parameters?: readonly Parameter[];
}
interface Parameter {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly variadic?: boolean;
}
interface Member extends Documented {
  readonly static?: boolean;
  readonly protected?: boolean;
  readonly overrides?: string;
}
interface Method extends Member, Callable {
  readonly returns?: { readonly type: TypeReference; readonly optional?: boolean };
}
interface Property extends Member {
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly immutable?: boolean;
}
type TypeReference =
  | { readonly fqn: string }
  | { readonly primitive: string }
  | { readonly collection: { readonly kind: string; readonly elementtype: TypeReference } }
  | { readonly union: object };

const shortName = (fqn: string) => fqn.replace(/^(?:cdk-agentcore|aws-cdk-lib|constructs)\./, '');

function typeName(type: TypeReference): string {
  if ('fqn' in type) return shortName(type.fqn);
  if ('primitive' in type) return type.primitive;
  // jsii lets these pass, but other languages see no type at all.
  if (!('collection' in type)) throw new Error('A member of the API has a union type: make it a class with factories.');
  const element = typeName(type.collection.elementtype);
  return type.collection.kind === 'map' ? `{ [name]: ${element} }` : `${element}[]`;
}

const parameters = ({ parameters: list = [] }: Callable) =>
  list
    .map(({ name, type, optional, variadic }) =>
      variadic ? `...${name}: ${typeName(type)}[]` : `${name}${optional ? '?' : ''}: ${typeName(type)}`,
    )
    .join(', ');

const words = (...list: (string | false | undefined)[]) => list.filter(Boolean).join(' ');

function head(type: ApiType): string {
  const kind = type.datatype ? 'struct' : type.kind;
  const parents = [type.base, ...(type.interfaces ?? [])].flatMap((fqn) => (fqn ? [shortName(fqn)] : []));
  return words(
    type.abstract && type.kind === 'class' && 'abstract',
    kind,
    type.name,
    parents.length > 0 && `: ${parents.join(', ')}`,
  );
}

function members(type: ApiType): string[] {
  const modifiers = (member: Member) => [member.static && 'static', member.protected && 'protected'] as const;
  return [
    ...(type.initializer ? [`new (${parameters(type.initializer)})`] : []),
    ...(type.members ?? []).map(({ name }) => name),
    ...(type.properties ?? []).map((property) =>
      words(
        ...modifiers(property),
        !property.immutable && 'mutable',
        `${property.name}${property.optional ? '?' : ''}: ${typeName(property.type)}`,
      ),
    ),
    ...(type.methods ?? []).map((method) =>
      words(
        ...modifiers(method),
        `${method.name}(${parameters(method)}): ${method.returns ? typeName(method.returns.type) : 'void'}${method.returns?.optional ? ' | undefined' : ''}`,
      ),
    ),
  ].sort();
}

/** What a reader of the API would miss: a summary on everything, a default on what may be left out. */
function undocumented(type: ApiType): string[] {
  const own = [...(type.members ?? []), ...(type.properties ?? []), ...(type.methods ?? [])];
  const inherited = (member: Documented) => (member as Member).overrides !== undefined;
  return [
    ...(type.docs?.summary ? [] : [`${type.name} has no description`]),
    ...own
      .filter((member) => !member.docs?.summary && !inherited(member))
      .map((member) => `${type.name}.${member.name} has no description`),
    ...(type.datatype ? (type.properties ?? []) : [])
      .filter((property) => property.optional && !property.docs?.default)
      .map((property) => `${type.name}.${property.name} may be left out but has no @default`),
  ];
}

/** What an entry exports, as its compiled declarations say. */
function declarationsOf(entry: string): ts.Declaration[] {
  const path = join(root, entry);
  const program = ts.createProgram([path], { module: ts.ModuleKind.Node20, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(path)!);
  return checker
    .getExportsOfModule(module!)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .flatMap(({ declarations }) => declarations ?? []);
}

/** The entries besides the constructs are plain TypeScript, so their declarations are what is listed. */
const PLAIN_ENTRIES = ['lambda', 'testing'];

function plainEntry(name: string): string[] {
  const printer = ts.createPrinter({ removeComments: true });
  return declarationsOf(`dist/${name}/index.d.ts`)
    .map((declaration) => printer.printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile()))
    .map((text) =>
      text
        .replace(/^export (?:declare )?/, '')
        .replace(/\s*private [^;]*;/g, '')
        .replace(/\s+/g, ' '),
    )
    .sort();
}

/** jsii leaves out in silence what it cannot translate: functions, constants, type aliases. */
function untranslated(types: readonly ApiType[]): string[] {
  const known = new Set(types.map(({ name }) => name));
  return declarationsOf('dist/index.d.ts')
    .map((declaration) => ts.getNameOfDeclaration(declaration)?.getText() ?? '?')
    .filter((name) => !known.has(name))
    .map((name) => `${name} is exported, but no other language would see it`);
}

function main(): void {
  const assembly = join(root, '.jsii');
  if (!existsSync(assembly)) throw new Error('There is no .jsii yet: run npm run build.');
  const { types } = JSON.parse(readFileSync(assembly, 'utf8')) as Assembly;
  const sorted = Object.values(types).sort((a, b) => (a.name < b.name ? -1 : 1));

  const text = [
    'The public API of cdk-agentcore; `npm run api` writes this file.',
    '',
    ...sorted.flatMap((type) => [head(type), ...members(type).map((line) => `  ${line}`), '']),
    ...PLAIN_ENTRIES.flatMap((name) => [`cdk-agentcore/${name}`, ...plainEntry(name).map((line) => `  ${line}`), '']),
  ].join('\n');

  const problems = [...sorted.flatMap(undocumented), ...untranslated(sorted)];
  if (problems.length > 0) throw new Error(`The API is not as it should be:\n${problems.join('\n')}`);
  if (!process.argv.includes('--check')) {
    writeFileSync(listing, text);
  } else if (!existsSync(listing) || readFileSync(listing, 'utf8') !== text) {
    throw new Error('docs/api.txt is not the API of this code: run npm run api, and commit what it shows.');
  }
  process.stdout.write(`The API has ${String(sorted.length)} types.\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
