/** The matrix as Markdown, for a pull request: what each policy permits and forbids, and its statement beside its intent. */
import { cleanText, cleanTexts } from './clean-text';
import { permissionRows } from './markdown';
import { codeBlock, escaped } from './markdown-text';
import type { MatrixGateway, MatrixPolicy, PermissionMatrix } from './matrix';
import { NO_GATEWAY, policiesInWords } from './matrix-text';
import { shortName } from './permission-words';
import { accessInWords } from './words';

export function matrixAsMarkdown(matrix: PermissionMatrix): string {
  const lines = [
    '# Permissions',
    '',
    ...(matrix.gateways.length === 0 ? [NO_GATEWAY] : matrix.gateways.flatMap(gatewayLines)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function gatewayLines(gateway: MatrixGateway): string[] {
  const cleaned = cleanTexts(gateway);
  const { name, inbound, permissions, unsure } = cleaned;
  return [
    `## ${escaped(name)}`,
    '',
    `- callers: ${escaped(accessInWords(inbound))}`,
    `- policies: ${escaped(policiesInWords(cleaned))}`,
    ...unsure.map((text) => `- not known: ${escaped(text)}`),
    '',
    ...(permissions.length === 0 ? ['No tools in this app.'] : permissionRows(permissions, name)),
    '',
    // Lines of a statement are not joined: a comment would then go on to its end.
    ...gateway.policies.flatMap((policy) => policyLines(policy, name)),
  ];
}

function policyLines({ statement, ...policy }: MatrixPolicy, gateway: string): string[] {
  const { name, effect, enforcement, intent } = cleanTexts(policy);
  const logged = { ACTIVE: '', LOG_ONLY: ', only logged', UNKNOWN: ', enforcement not known' }[enforcement];
  const kind = effect === 'unknown' ? 'cannot be read' : effect;
  return [
    `### ${escaped(shortName(name, gateway))} (${kind}${logged})`,
    '',
    ...(intent === undefined ? [] : [escaped(intent), '']),
    ...codeBlock(
      statement
        .trim()
        .split(/\r\n|\n|\r/)
        .map(cleanLine)
        .join('\n'),
      'cedar',
    ),
    '',
  ];
}

function cleanLine(line: string): string {
  return `${/^ */.exec(line)![0]}${cleanText(line)}`;
}
