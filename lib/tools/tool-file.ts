/** Reads a file of tool definitions; what is wrong with it comes back as problems. */
import { readFileSync } from 'node:fs';
import type { Problem } from '../core/refusal';
import { isJsonObject } from './json-schema';
import type { ToolDefinition } from './tool-definition';

/** What a file of tools holds, or why it holds none. */
export interface ToolFile {
  readonly definitions: ToolDefinition[];
  readonly problems: Problem[];
}

const SHAPE = '{"tools": [{"name": "...", "description": "...", "inputSchema": {...}}]}';

/** Reads MCP's `tools/list` answer, or the bare list, from a JSON file. */
export function readToolFile(path: string): ToolFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    return refused(
      path,
      `a JSON file that can be read (${cause(error)})`,
      'Give the path from the folder that the app is run in, or an absolute path.',
    );
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return refused(path, `JSON (${position(text, error)})`, 'Correct the JSON.');
  }
  const tools = isJsonObject(content) ? content.tools : content;
  if (!Array.isArray(tools)) {
    return refused(path, `a file with ${SHAPE}, or the list alone`, 'Put the tools into a list named "tools".');
  }
  return { definitions: tools as ToolDefinition[], problems: [] };
}

function refused(path: string, allowed: string, fix: string): ToolFile {
  return { definitions: [], problems: [{ about: 'the file of tools', value: path, allowed, fix }] };
}

function cause(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is none at this path';
  if (code === 'EISDIR') return 'this is a folder';
  return code ?? (error as Error).message;
}

/** The parser's own words, with line and column where it gives a position. */
function position(text: string, error: unknown): string {
  const { message } = error as Error;
  const offset = message === 'Unexpected end of JSON input' ? text.length : /at position (\d+)/.exec(message)?.[1];
  if (offset === undefined) return message;
  const before = text.slice(0, Number(offset)).split('\n');
  return `line ${before.length}, column ${before[before.length - 1].length + 1}: ${message.replace(/ in JSON at position.*/, '')}`;
}
