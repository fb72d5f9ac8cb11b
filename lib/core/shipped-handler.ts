/** The code of the functions that the package brings along: lib/lambda/<name>.ts, bundled into one file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const texts = new Map<string, string>();

/** The code of a handler, read once per process. */
export function shippedHandler(name: string): string {
  const text = texts.get(name) ?? readFileSync(join(__dirname, `../lambda/${name}-bundle.js`), 'utf8');
  texts.set(name, text);
  return text;
}
