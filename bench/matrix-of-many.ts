/** One process that reads a `cdk.out` and makes its permission matrix. Prints the seconds for it, loading Cedar included. */
import { readAgentSystem } from '../lib/assembly/read-agent-system';
import { matrixAsMarkdown } from '../lib/review/matrix-markdown';
import { matrixOf } from '../lib/review/matrix';

const began = performance.now();
matrixAsMarkdown(matrixOf(readAgentSystem(process.argv[2])));
process.stdout.write(JSON.stringify({ seconds: (performance.now() - began) / 1000 }));
