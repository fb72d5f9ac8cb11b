import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sentence } from '../../lib/core/refusal';
import { ToolDefinitions } from '../../lib/tools';

const TOOL = { name: 'look_up', description: 'Finds an order.', inputSchema: { type: 'object' } };
const folder = mkdtempSync(join(tmpdir(), 'tools-'));

afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, 'tools.json');
  writeFileSync(path, content);
  return path;
}

function problems(path: string): string[] {
  return ToolDefinitions.fromFile(path)._problems('Orders').map(sentence);
}

describe('a file of tools', () => {
  it.each([
    ["an answer to MCP's tools/list", { tools: [TOOL] }],
    ['the bare list', [TOOL]],
  ])('is %s', (_, content) => {
    const definitions = ToolDefinitions.fromFile(file(JSON.stringify(content)));
    expect(definitions._problems('Orders')).toEqual([]);
    expect(definitions.definitions).toEqual([TOOL]);
  });

  it('may begin with a byte order mark', () => {
    expect(problems(file(`\uFEFF${JSON.stringify([TOOL])}`))).toEqual([]);
  });

  it('is named in what is wrong with its tools', () => {
    const path = file(JSON.stringify([{ ...TOOL, description: '' }]));
    expect(problems(path)).toEqual([
      `${path}: tool "look_up" description is "". Allowed: a text that is not empty. ` +
        'Say what the tool does and when to use it: the model chooses by it.',
    ]);
  });

  it('is refused where there is none', () => {
    expect(problems('no/such/tools.json')).toEqual([
      'the file of tools is "no/such/tools.json". Allowed: a JSON file that can be read (there is none at this path). ' +
        'Give the path from the folder that the app is run in, or an absolute path.',
    ]);
  });

  it('is refused where it is a folder', () => {
    expect(problems(folder)).toEqual([
      `the file of tools is "${folder}". Allowed: a JSON file that can be read (this is a folder). ` +
        'Give the path from the folder that the app is run in, or an absolute path.',
    ]);
  });

  it('is refused where it is not JSON, with line and column', () => {
    const path = file('{\n  "tools": [\n    {"name": "look_up",}\n  ]\n}');
    expect(problems(path)).toEqual([
      `the file of tools is "${path}". Allowed: JSON (line 3, column 24: Expected double-quoted property name). Correct the JSON.`,
    ]);
  });

  it('is refused where it ends too early', () => {
    const path = file('{"tools": [');
    expect(problems(path)).toEqual([
      `the file of tools is "${path}". Allowed: JSON (line 1, column 12: Unexpected end of JSON input). Correct the JSON.`,
    ]);
  });

  it('is refused where it holds no list of tools', () => {
    const path = file(JSON.stringify({ look_up: TOOL }));
    expect(problems(path)).toEqual([
      `the file of tools is "${path}". ` +
        'Allowed: a file with {"tools": [{"name": "...", "description": "...", "inputSchema": {...}}]}, or the list alone. ' +
        'Put the tools into a list named "tools".',
    ]);
  });
});
