/** One tool that gives back what it was given; what policies in these tests are about. */
import type { ToolDefinition } from '../../lib/lambda';

export const echoTools = [
  {
    name: 'echo',
    description: 'Gives back the text, so often.',
    inputSchema: {
      type: 'object',
      properties: { text: { type: 'string' }, times: { type: 'integer' } },
      required: ['text', 'times'],
    },
  },
] as const satisfies readonly ToolDefinition[];
