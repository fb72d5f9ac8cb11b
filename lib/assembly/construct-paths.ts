/** Which construct a resource comes from: the assembly's metadata, turned round. */
import { listOf, recordOf } from '../template/template';

/** Construct paths by logical id, per template; nested stacks repeat logical ids. */
export class ConstructPaths {
  private readonly entries: { path: string; logicalId: string }[] = [];
  private readonly templates: { path: string; file: string }[] = [];

  constructor(metadata: Readonly<Record<string, unknown>>) {
    for (const [path, items] of Object.entries(metadata)) {
      for (const item of listOf(items)) {
        const { type, data } = recordOf(item);
        if (typeof data !== 'string') continue;
        if (type === 'aws:cdk:logicalId') this.entries.push({ path, logicalId: data });
        if (type === 'aws:cdk:templateFile') this.templates.push({ path, file: data });
      }
    }
    this.templates.sort((a, b) => b.path.length - a.path.length);
  }

  /** @param isTop whether this is the stack's own template, to which everything outside nested stacks belongs */
  of(templateFile: string, isTop: boolean): Map<string, string> {
    const file = templateFile.split('/').pop();
    return new Map(
      this.entries
        .filter(({ path }) => {
          const owner = this.templates.find((template) => path.startsWith(`${template.path}/`));
          return owner ? owner.file === file : isTop;
        })
        .map(({ logicalId, path }) => [logicalId, path]),
    );
  }
}
