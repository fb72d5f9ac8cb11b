/** Native libraries in a package, and which of them were built for another machine. */
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../../bundling/fingerprint';

const ELF = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);
/** What extension modules of macOS begin with: for one processor, and for several. */
const MACH_O = [Buffer.from([0xcf, 0xfa, 0xed, 0xfe]), Buffer.from([0xca, 0xfe, 0xba, 0xbe])];
/** `e_machine` in the ELF header. */
const MACHINE_OFFSET = 18;
const AARCH64 = 183;

/** The files of a folder that are native, but not for Linux on arm64. */
export function foreignBinaries(folder: string): string[] {
  return filesOf(folder).filter((path) => {
    const header = headerOf(join(folder, path));
    const magic = header.subarray(0, ELF.length);
    if (magic.equals(ELF)) return header.readUInt16LE(MACHINE_OFFSET) !== AARCH64;
    return path.endsWith('.so') && MACH_O.some((start) => magic.equals(start));
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
