/** Descriptions that no one here wrote. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { readOpenApi, type OpenApiDocument } from '../../lib/openapi/openapi-document';

/** GitHub's REST API, 13 MB: `generated/api.github.com.json` of @octokit/openapi 23.0.2, which unpacks to 404 MB. */
export const gitHubText = (): string =>
  brotliDecompressSync(readFileSync(join(__dirname, 'specifications/api.github.com.json.br'))).toString();

export const gitHub = (): OpenApiDocument => readOpenApi(gitHubText(), { file: 'github.json' });

const examples = dirname(require.resolve('@readme/oas-examples/package.json'));

/** A file of @readme/oas-examples: `3.1/json/petstore.json`. */
export const exampleText = (path: string): string => readFileSync(join(examples, path), 'utf8');

export const example = (path: string): OpenApiDocument => readOpenApi(exampleText(path), { file: path });

/** Every description of the package: `3.0/json/petstore.json`. */
export const EXAMPLES = ['2.0', '3.0', '3.1'].flatMap((version) =>
  readdirSync(join(examples, version, 'json'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => `${version}/json/${name}`),
);

/** One has no YAML, and the YAML of one has other methods. */
const WITHOUT_TWIN = ['3.0/json/response-empty-examples.json', '3.1/json/parameters-style.json'];

/** The same description as YAML; itself, where there is none. */
export const twinOf = (path: string): string => (WITHOUT_TWIN.includes(path) ? path : path.replaceAll('json', 'yaml'));
