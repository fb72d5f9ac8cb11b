import * as fc from 'fast-check';
import ts from 'typescript';
import type { ToolDefinition } from '../../lib/tools';
import { toolTypes } from '../../lib/tools/tool-types';

const REFUND: ToolDefinition = {
  name: 'process_refund',
  description: 'Pays an order back.\nOnly once.',
  inputSchema: {
    type: 'object',
    properties: {
      order_id: { type: 'string', description: 'Like A-1; never */ this.' },
      amount: { type: 'number' },
      lines: {
        type: 'array',
        items: {
          type: 'object',
          properties: { sku: { type: 'string' }, count: { type: 'integer' } },
          required: ['sku'],
        },
      },
      'notify-by.mail': { type: 'boolean' },
      extra: { type: 'object' },
      anything: { type: 'array' },
    },
    required: ['order_id', 'amount'],
  },
};
const LIST: ToolDefinition = { name: 'list-orders', description: 'Lists.', inputSchema: { type: 'object' } };

/** What the compiler says about the types together with code that uses them. */
function complaints(declarations: string, code: string): string[] {
  const name = 'tools.ts';
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es5.d.ts'],
  };
  const host = ts.createCompilerHost(options);
  const readFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(name, declarations + code, ts.ScriptTarget.ES2022) : readFile(file, ...rest);
  const program = ts.createProgram([name], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n').split('\n')[0]);
}

describe('types of tools', () => {
  it('are one interface with the input of each tool', () => {
    expect(toolTypes([REFUND, LIST], 'tools/refunds.json')).toBe(
      [
        '// Made from tools/refunds.json by `cdk-agentcore types`: change that file and run it again.',
        '',
        '/** The input of each tool, by its name. */',
        'export interface ToolInputs {',
        '  /**',
        '   * Pays an order back.',
        '   * Only once.',
        '   */',
        '  process_refund: {',
        '    /** Like A-1; never *\\/ this. */',
        '    order_id: string;',
        '    amount: number;',
        '    lines?: Array<{',
        '      sku: string;',
        '      count?: number;',
        '    }>;',
        '    "notify-by.mail"?: boolean;',
        '    extra?: Record<string, unknown>;',
        '    anything?: unknown[];',
        '  };',
        '  /** Lists. */',
        '  "list-orders": Record<string, unknown>;',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('let the compiler find what a tool may not do', () => {
    const declarations = toolTypes([REFUND, LIST], 'tools.json');
    const use = (expression: string) =>
      complaints(declarations, `export function use(input: ToolInputs['process_refund']) { return ${expression}; }`);
    expect(use('input.order_id.length + input.amount + (input.lines ?? [])[0].sku.length')).toEqual([]);
    expect(use('input.orderId')).toEqual([expect.stringContaining("Property 'orderId' does not exist")]);
    expect(use('input.lines.length')).toEqual(["'input.lines' is possibly 'undefined'."]);
  });

  it('are TypeScript, whatever stands in names and descriptions', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (name, field, description) => {
        const inputSchema = { type: 'object', properties: { [field]: { type: 'string', description } } };
        const text = toolTypes([{ name, description, inputSchema }], 'tools.json');
        expect(ts.transpileModule(text, { reportDiagnostics: true }).diagnostics).toEqual([]);
      }),
    );
  });
});
