/** The matrix as JSON, and back: nothing is lost, so a diff may be made from two files. */
import { isJsonObject } from '../tools/json-schema';
import type { MatrixGateway, MatrixPolicy, MatrixTool, PermissionMatrix } from './matrix';

/** A file that is not the JSON of a matrix; the message says what to do. */
export class UnreadableMatrix extends Error {
  override readonly name = 'UnreadableMatrix';
}

/** Characters that JSON may leave as they are, and that a terminal or a page would not show as they are. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029]|[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Every text is exactly the template's; what does not show is written by its code. */
export function matrixAsJson(matrix: PermissionMatrix): string {
  return `${JSON.stringify(matrix, null, 2).replace(UNSEEN, escapedInJson)}\n`;
}

/** @param file as the user named it */
export function readMatrix(text: string, file: string): PermissionMatrix {
  const matrix = parsed(text);
  if (isMatrix(matrix)) return matrix;
  const version = isJsonObject(matrix) && 'gateways' in matrix ? matrix.version : undefined;
  const why =
    version === undefined || version === 1
      ? 'is not what `cdk-agentcore matrix --format json` writes'
      : `has version ${JSON.stringify(version)} of the format, and this program reads version 1`;
  throw new UnreadableMatrix(`${file} ${why}: write it again, or name the folder that \`cdk synth\` wrote.`);
}

function escapedInJson(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const code = character.charCodeAt(index).toString(16).padStart(4, '0');
    return `\\u${code}`;
  }).join('');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether everything is there that is read of it. */
function isMatrix(value: unknown): value is PermissionMatrix {
  return isJsonObject(value) && value.version === 1 && isListOf(value.gateways, isGateway);
}

function isGateway(value: unknown): value is MatrixGateway {
  return (
    hasTexts(value, ['id', 'name', 'mode', 'arn']) &&
    isJsonObject(value.inbound) &&
    typeof value.inbound.kind === 'string' &&
    isListOf(value.tools, isTool) &&
    isListOf(value.policies, isPolicy) &&
    isListOf(value.unsure, (text) => typeof text === 'string')
  );
}

function isTool(value: unknown): value is MatrixTool {
  return hasTexts(value, ['id', 'name', 'target']) && (value.inputSchema === undefined || isSchema(value.inputSchema));
}

function isSchema(value: unknown): boolean {
  if (!isJsonObject(value) || typeof value.type !== 'string') return false;
  const { properties = {}, required = [], items } = value;
  return (
    isJsonObject(properties) &&
    Object.values(properties).every(isSchema) &&
    isListOf(required, (name) => typeof name === 'string') &&
    (items === undefined || isSchema(items))
  );
}

function isPolicy(value: unknown): value is MatrixPolicy {
  return hasTexts(value, ['id', 'name', 'effect', 'enforcement', 'statement', 'who']);
}

function hasTexts(value: unknown, fields: readonly string[]): value is Record<string, unknown> {
  return isJsonObject(value) && fields.every((field) => typeof value[field] === 'string');
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}
