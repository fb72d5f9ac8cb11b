/** How large a package may be where it is going. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Problem } from '../core/refusal';
import { filesOf } from './fingerprint';

const MB = 1024 * 1024;

export interface PackageLimits {
  /** Bytes of the zip. */
  readonly zipped: number;
  /** Bytes of the files in it. */
  readonly unzipped: number;
  /** Where something larger can go. */
  readonly otherwise: string;
}

/** The limits of the services, 2026-11. */
export const PACKAGE_LIMITS = {
  /** https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/bedrock-agentcore-limits.html */
  agentRuntime: {
    zipped: 250 * MB,
    unzipped: 750 * MB,
    otherwise: 'use AgentCode.container, which takes up to 2 GB',
  },
  /** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
  lambda: {
    zipped: 250 * MB,
    unzipped: 250 * MB,
    otherwise: 'use a lambda.DockerImageFunction, which takes up to 10 GB',
  },
} as const satisfies Record<string, PackageLimits>;

/** Why a folder is too large to be deployed as a zip. */
export function sizeProblems(about: string, folder: string, limits: PackageLimits): Problem[] {
  const unzipped = unzippedSize(folder);
  if (unzipped > limits.unzipped) return [tooLarge(about, unzipped, limits.unzipped, 'unzipped', limits)];
  // Zipping costs seconds where it matters at all, and what is small unzipped is small zipped.
  const zipped = unzipped > limits.zipped ? zippedSize(folder) : unzipped;
  return zipped > limits.zipped ? [tooLarge(about, zipped, limits.zipped, 'zipped', limits)] : [];
}

function unzippedSize(folder: string): number {
  return filesOf(folder).reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
}

/** Compressed content plus the two headers that a zip keeps for each file. */
function zippedSize(folder: string): number {
  return filesOf(folder).reduce((sum, path) => {
    const content = readFileSync(join(folder, path));
    return sum + Math.min(content.length, deflateRawSync(content).length) + 76 + 2 * Buffer.byteLength(path);
  }, 22);
}

function tooLarge(about: string, size: number, limit: number, how: string, { otherwise }: PackageLimits): Problem {
  return {
    about,
    value: `a package of ${megabytes(size)} MB ${how}`,
    allowed: `at most ${megabytes(limit)} MB ${how}`,
    fix: `Leave out what it does not need, or ${otherwise}.`,
  };
}

function megabytes(bytes: number): string {
  return (bytes / MB).toFixed(bytes < MB ? 3 : 0);
}
