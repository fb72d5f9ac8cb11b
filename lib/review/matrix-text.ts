/** The matrix for a terminal: gateway by gateway, tool by tool. */
import { cleanTexts } from './clean-text';
import { row, wrap } from './columns';
import type { MatrixGateway, PermissionMatrix } from './matrix';
import { painter, type Paint } from './paint';
import { PAGE, permissionTable } from './permission-table';
import { accessInWords, modeInWords } from './words';

export const NO_GATEWAY = 'There is no tool gateway in this assembly.';

/** @param options whether the reader is a terminal that shows colours */
export function matrixAsText(matrix: PermissionMatrix, { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
  const { gateways } = cleanTexts(matrix);
  const lines = gateways.length === 0 ? [NO_GATEWAY] : gateways.flatMap((gateway) => gatewayLines(gateway, paint));
  return `${lines.join('\n').trimEnd()}\n`;
}

function gatewayLines(gateway: MatrixGateway, paint: Paint): string[] {
  const { name, inbound, tools, unsure, permissions } = gateway;
  const descriptions = new Map(tools.map((tool) => [tool.name, tool.description]));
  return [
    paint('bold', name),
    ...fact('callers', accessInWords(inbound), paint),
    ...fact('policies', policiesInWords(gateway), paint),
    ...permissionTable(permissions, name, descriptions, paint),
    ...unsure.flatMap((text) =>
      wrap(`not known: ${text}`, PAGE - 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`),
    ),
    '',
  ];
}

function fact(label: string, text: string, paint: Paint): string[] {
  return row([label, text], [9, PAGE - 13], '  ', (cell, column) => (column === 0 ? paint('dim', cell) : cell));
}

/** Whether the policies of the gateway count. */
export function policiesInWords({ mode, engine, inAssembly }: MatrixGateway): string {
  if (!inAssembly) return 'not known: another app deploys the gateway';
  return modeInWords({ mode, engine, engineInAssembly: true });
}
