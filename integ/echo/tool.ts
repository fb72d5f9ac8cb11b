/** The code of the tool `echo`. */
import { toolHandler } from '../../lib/lambda';
import { echoTools } from './definitions';

export const handler = toolHandler(echoTools, {
  echo: ({ text, times }) => ({ echo: text.repeat(times) }),
});
