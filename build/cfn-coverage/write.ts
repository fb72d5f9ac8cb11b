/** `npm run coverage`: writes docs/coverage.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coveragePage } from './coverage';
import { COVERED_TYPES } from './covered-types';

writeFileSync(join(__dirname, '../../docs/coverage.md'), coveragePage(COVERED_TYPES));
