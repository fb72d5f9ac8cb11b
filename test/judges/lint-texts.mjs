/** Lints texts as if they stood in files of this project: [{ path, text }] on stdin, { path: messages } on stdout. */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

// Rules that need types are off: the files do not exist.
const eslint = new ESLint({ overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }] });
const answers = {};
for (const file of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(file.text, { filePath: file.path });
  answers[file.path] = result.messages.filter(({ ruleId }) => ruleId?.startsWith('no-')).map(({ message }) => message);
}
process.stdout.write(JSON.stringify(answers));
