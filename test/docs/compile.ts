/** Type-checks all snippets in one program, against the library's source. */
import { join } from 'node:path';
import ts from 'typescript';
import type { Snippet } from './snippets';

const root = join(__dirname, '../..');

/** The problems of each snippet, by its place. */
export function problemsOf(snippets: readonly Snippet[]): Map<string, string[]> {
  // Snippets stand beside the files that they import: test/docs/refunds.json.
  const files = new Map(snippets.map((snippet) => [join(__dirname, snippet.fileName), snippet]));
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    root,
  );
  Object.assign(options, {
    // As bundlers and tsx read a user's code: await at the top level, imports without an ending.
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noUnusedLocals: false,
    noUnusedParameters: false,
    paths: {
      'cdk-agentcore': [join(root, 'lib/index.ts')],
      'cdk-agentcore/lambda': [join(root, 'lib/lambda/index.ts')],
      'cdk-agentcore/testing': [join(root, 'lib/testing/index.ts')],
    },
  });
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  host.fileExists = (path) => files.has(path) || onDisk.fileExists(path);
  host.getSourceFile = (path, language, ...rest) => {
    const snippet = files.get(path);
    return snippet ? ts.createSourceFile(path, snippet.text, language) : onDisk.getSourceFile(path, language, ...rest);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return new Map(
    [...files].map(([path, snippet]) => {
      const file = program.getSourceFile(path)!;
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return [snippet.place, found.map((diagnostic) => inWords(snippet, diagnostic))];
    }),
  );
}

function inWords(snippet: Snippet, { file, start, messageText }: ts.Diagnostic): string {
  const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line : 0;
  const page = snippet.place.replace(/:\d+$/, '');
  return `${page}:${String(snippet.pageLine(line) + 1)} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
}
