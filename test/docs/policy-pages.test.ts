/** The pages on policies do what they say: each section is built, synthesized and, where it has tests, tested. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import ts from 'typescript';
import * as library from '../../lib';
import { verifyStatement } from '../../lib/cedar/verify-statement';
import * as testing from '../../lib/testing';
import { ENV, functionIn, jwt } from '../gateway/shop';
import { snippetsOf } from './snippets';

const root = join(__dirname, '../..');
const here = process.cwd();
const PAGES = ['docs/policy.md', 'docs/policy-recipes.md', 'docs/policy-testing.md', 'docs/policy-reference.md'];

interface Section {
  readonly title: string;
  readonly builders: readonly string[];
  readonly tests: readonly string[];
  readonly statements: readonly string[];
}

function sectionsOf(page: string): Section[] {
  const markdown = readFileSync(join(root, page), 'utf8');
  return markdown.split(/^(?=#{1,2} )/m).map((text) => {
    const blocks = snippetsOf(page, text).map((snippet) => snippet.text);
    const isTest = (block: string) => block.includes('cdk-agentcore/testing');
    return {
      title: `${page}: ${/^#+ (.*)/.exec(text)?.[1] ?? ''}`,
      builders: blocks.filter((block) => !isTest(block)),
      tests: blocks.filter(isTest),
      statements: [...text.matchAll(/^```cedar\n([^]*?)^```/gm)].map(([, statement]) => statement),
    };
  });
}

const sections = PAGES.flatMap((page) => {
  const all = sectionsOf(page);
  const ofRecipes = sectionsOf('docs/policy-recipes.md').find(({ builders }) => builders.length > 0)!;
  const first = all.find(({ builders, tests }) => builders.length > 0 && tests.length === 0) ?? ofRecipes;
  // A section that only tests is about the first policies of its page.
  return all.map((section) =>
    section.builders.length === 0 && section.tests.length > 0
      ? { ...section, builders: first.builders.slice(0, 1) }
      : section,
  );
});

const text = { type: 'string' };
const tools = (definitions: Record<string, object>) =>
  library.ToolDefinitions.of(
    ...Object.entries(definitions).map(([name, properties]) => ({
      name,
      description: `Does ${name}`,
      inputSchema: { type: 'object', properties, required: Object.keys(properties) },
    })),
  );
const REFUND = { order_id: text, amount: { type: 'number' } };

/** What the snippets declare, in an app of its own. */
function shop() {
  const app = new App();
  const stack = new Stack(app, 'Shop', { env: ENV });
  const unpermittedTools = { reason: 'each section shows a few policies only' };
  const gateway = (id: string, inboundAuth: library.InboundAuth) =>
    new library.ToolGateway(stack, id, { inboundAuth, unpermittedTools });
  const target = (of: library.ToolGateway, id: string, definitions: Record<string, object>) =>
    of.addLambda(id, { handler: functionIn(stack, `${of.node.id}${id}`), tools: tools(definitions) });
  const [users, roles] = [gateway('Tools', jwt()), gateway('RoleTools', library.InboundAuth.iam())];
  const orders = { get_order: { order_id: text }, list_orders: { tenant: text } };
  return {
    app,
    names: {
      stack,
      riskStack: new Stack(app, 'Risk', { env: ENV }),
      tools: users,
      refunds: target(users, 'Refunds', { process_refund: REFUND, get_refund: { order_id: text } }),
      orders: target(users, 'Orders', orders),
      catalog: target(users, 'Catalog', { list_products: {} }),
      roleTools: roles,
      roleOrders: target(roles, 'Orders', orders),
      agent: { role: new iam.Role(stack, 'AgentRole', { assumedBy: new iam.AccountRootPrincipal() }) },
    },
  };
}

const MODULES: Readonly<Record<string, unknown>> = {
  'cdk-agentcore': library,
  'cdk-agentcore/testing': testing,
  'aws-cdk-lib': cdk,
};

/** Runs a snippet; tests in it run at once. */
function run(snippet: string, names: Record<string, unknown>): number {
  let tests = 0;
  const it = Object.assign(
    (_: string, test: () => void) => {
      tests++;
      test();
    },
    {
      each: (rows: readonly (readonly unknown[])[]) => (_: string, test: (...row: unknown[]) => void) => {
        tests += rows.length;
        for (const row of rows) test(...row);
      },
    },
  );
  const surroundings = { ...names, it, describe: (_: string, inner: () => void) => inner(), afterAll: () => undefined };
  const { outputText } = ts.transpileModule(snippet, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const code = outputText.replace(/class Snippet extends [^]*?super\(\);/, '{').replace(/\}\s*\}\s*void Snippet;/, '}');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what the documentation says is run as it stands
  const body = new Function('require', 'exports', ...Object.keys(surroundings), code);
  body.call(names.stack, (name: string) => MODULES[name], {}, ...Object.values(surroundings));
  return tests;
}

describe.each(sections.filter(({ builders, statements }) => builders.length + statements.length > 0))(
  '$title',
  ({ builders, tests, statements }) => {
    beforeAll(() => {
      const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pages-')));
      mkdirSync(join(folder, 'policies'));
      mkdirSync(join(folder, 'tools'));
      writeFileSync(join(folder, 'tools/refunds.json'), readFileSync(join(__dirname, 'refunds.json')));
      statements.forEach((statement, index) => {
        if (statement.includes('${gateway}')) writeFileSync(join(folder, `policies/page${index}.cedar`), statement);
      });
      process.chdir(folder);
    });
    afterAll(() => process.chdir(here));

    it('synthesizes, and its tests pass', () => {
      const { app, names } = shop();
      for (const snippet of builders) run(snippet, names);
      expect(() => app.synth()).not.toThrow();
      for (const snippet of tests) expect(run(snippet, names)).toBeGreaterThan(0);
    });

    it('writes Cedar that is right', () => {
      const gateway = shop().names.tools._cedarGateway();
      for (const statement of statements) {
        const deployed = statement.replace(/(AgentCore::Gateway::)"[^"]*"/, `$1"${gateway.arn}"`);
        expect(verifyStatement(deployed, gateway)).toEqual([]);
      }
    });
  },
);
