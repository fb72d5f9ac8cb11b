import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_LIMITS, sizeProblems } from '../../lib/bundling/package-size';
import { sentence } from '../../lib/core/refusal';
import { temporaryFolder } from './project';

const KB = 1024;
const otherwise = 'send it by post';

function folderWith(content: Buffer): string {
  const folder = temporaryFolder('package-');
  writeFileSync(join(folder, 'file'), content);
  return folder;
}

describe('sizeProblems', () => {
  it('knows what AgentCore and Lambda take, in MB', () => {
    const megabytes = (limits: { zipped: number; unzipped: number }) => [
      limits.zipped / KB / KB,
      limits.unzipped / KB / KB,
    ];
    expect(megabytes(PACKAGE_LIMITS.agentRuntime)).toEqual([250, 750]);
    expect(megabytes(PACKAGE_LIMITS.lambda)).toEqual([250, 250]);
  });

  it('accepts a large folder that compresses well', () => {
    expect(
      sizeProblems('code', folderWith(Buffer.alloc(300 * KB)), { zipped: 10 * KB, unzipped: 400 * KB, otherwise }),
    ).toEqual([]);
  });

  it('refuses a zip that is too large', () => {
    const [problem] = sizeProblems('code', folderWith(randomBytes(300 * KB)), {
      zipped: 250 * KB,
      unzipped: 400 * KB,
      otherwise,
    });
    expect(sentence(problem)).toBe(
      'code is "a package of 0.293 MB zipped". Allowed: at most 0.244 MB zipped. ' +
        'Leave out what it does not need, or send it by post.',
    );
  });

  it('refuses files that are too large unzipped, however well they compress', () => {
    const [problem] = sizeProblems('code', folderWith(Buffer.alloc(300 * KB)), {
      zipped: 250 * KB,
      unzipped: 250 * KB,
      otherwise,
    });
    expect(sentence(problem)).toBe(
      'code is "a package of 0.293 MB unzipped". Allowed: at most 0.244 MB unzipped. ' +
        'Leave out what it does not need, or send it by post.',
    );
  });
});
