/** Native libraries in a package, and which of them were built for another processor. */
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../../bundling/fingerprint';

const MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
/** `e_machine` in the ELF header. */
const MACHINE_OFFSET = 18;
const AARCH64 = 183;

/** The files of a folder that are native, but not for arm64. */
export function foreignBinaries(folder: string): string[] {
  return filesOf(folder).filter((path) => {
    const header = headerOf(join(folder, path));
    return header.subarray(0, MAGIC.length).equals(MAGIC) && header.readUInt16LE(MACHINE_OFFSET) !== AARCH64;
  });
}

function headerOf(path: string): Buffer {
  const header = Buffer.alloc(MACHINE_OFFSET + 2);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
    return header;
  } finally {
    closeSync(file);
  }
}
