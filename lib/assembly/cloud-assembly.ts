/** Reads the folder that `cdk synth` writes: manifests, nested assemblies (stages), templates, nested stacks, assets. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { compare } from '../template/compare';
import type { StackTemplate } from '../template/stack-template';
import { readTemplate, recordOf, textOf, type Template, type TemplateResource } from '../template/template';
import { isJsonObject } from '../tools/json-schema';
import { ConstructPaths } from './construct-paths';

/** A folder that is not what `cdk synth` writes; the message says what to do. */
export class UnreadableAssembly extends Error {
  override readonly name = 'UnreadableAssembly';
}

/** A file that belongs to the assembly, by the end of its address in S3. */
export interface AssemblyAsset {
  readonly bucketName: string;
  readonly objectKey: string;
  /** Relative to the assembly, with `/`. */
  readonly path: string;
}

/** Something in the assembly that could not be read; the rest was. */
export interface Unreadable {
  readonly what: string;
  readonly why: string;
}

export interface CloudAssembly {
  readonly stacks: readonly StackTemplate[];
  readonly assets: readonly AssemblyAsset[];
  readonly unreadable: readonly Unreadable[];
  /** The text of a file of the assembly, or undefined if there is none at this path. */
  readFile(path: string): string | undefined;
}

/** Templates may be 1 MB and tool schemas 10 MB; anything larger is not read. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** A template that is nested in itself has no end. */
const MAX_NESTING = 10;

/** @param directory as the user wrote it; messages repeat it */
export function readCloudAssembly(directory: string): CloudAssembly {
  if (!existsSync(directory)) {
    throw new UnreadableAssembly(
      `There is no ${directory} here: run \`npx cdk synth\` first, or name the folder that it wrote.`,
    );
  }
  return new AssemblyReader(directory).read();
}

/** Templates without a folder: no assets, no nested stacks, and no place that they are deployed to. */
export function assemblyOfTemplates(templates: Readonly<Record<string, unknown>>): CloudAssembly {
  const stacks = Object.entries(templates).map(([name, content]) => ({
    id: name,
    stackName: name,
    stage: '',
    template: readTemplate(content),
    paths: new Map<string, string>(),
    nested: new Map<string, StackTemplate>(),
  }));
  const nested = stacks.flatMap(({ id, template }) =>
    [...template.resources.values()]
      .filter(({ type }) => type === 'AWS::CloudFormation::Stack')
      .map(({ logicalId }) => ({ what: `${id}/${logicalId}`, why: 'a nested stack whose template is not given' })),
  );
  return {
    stacks: stacks.sort((a, b) => compare(a.id, b.id)),
    assets: [],
    unreadable: nested,
    readFile: () => undefined,
  };
}

class AssemblyReader {
  private readonly assets: AssemblyAsset[] = [];
  private readonly unreadable: Unreadable[] = [];
  private readonly manifests = new Set<string>();

  constructor(private readonly directory: string) {}

  read(): CloudAssembly {
    const stacks = this.readManifest('', '');
    return {
      stacks: stacks.sort((a, b) => compare(a.id, b.id)),
      assets: this.assets,
      unreadable: this.unreadable,
      readFile: (path) => this.file(path),
    };
  }

  /** @param folder of this (nested) assembly, relative to the whole one; @param stage its display name */
  private readManifest(folder: string, stage: string): StackTemplate[] {
    const path = posix(folder, 'manifest.json');
    const manifest = this.manifests.has(path) ? undefined : this.json(path);
    this.manifests.add(path);
    if (!isJsonObject(manifest) || !isJsonObject(manifest.artifacts)) {
      if (folder === '') {
        const why = this.file(path) === undefined ? 'has no manifest.json' : 'has a manifest.json that cannot be read';
        throw new UnreadableAssembly(
          `${this.directory} ${why}, so it is not what \`cdk synth\` writes: run \`npx cdk synth\` again, or name another folder.`,
        );
      }
      this.unreadable.push({ what: path, why: 'not the manifest of a cloud assembly' });
      return [];
    }
    const artifacts = Object.entries(manifest.artifacts).map(([id, artifact]) => ({ id, ...readArtifact(artifact) }));
    for (const { type, properties } of artifacts) {
      if (type === 'cdk:asset-manifest') this.readAssetManifest(folder, textOf(properties.file) ?? '');
    }
    return artifacts.flatMap(({ id, type, properties, displayName, environment, metadata, additionalMetadataFile }) => {
      if (type === 'cdk:cloud-assembly') {
        const directoryName = textOf(properties.directoryName) ?? id;
        return this.readManifest(posix(folder, directoryName), textOf(properties.displayName) ?? directoryName);
      }
      if (type !== 'aws:cloudformation:stack') return [];
      const fromFile = additionalMetadataFile && this.json(posix(folder, additionalMetadataFile));
      const constructs = new ConstructPaths({ ...metadata, ...recordOf(fromFile) });
      const templateFile = textOf(properties.templateFile) ?? '';
      const template = this.template(posix(folder, templateFile));
      if (!template) return [];
      const stack = {
        id: displayName ?? id,
        stackName: textOf(properties.stackName) ?? id,
        stage,
        ...deploymentTarget(environment),
        template,
        paths: constructs.of(templateFile, true),
        nested: new Map<string, StackTemplate>(),
      };
      this.readNestedStacks(stack, folder, constructs);
      return [stack];
    });
  }

  private readNestedStacks(
    parent: StackTemplate & { nested: Map<string, StackTemplate> },
    folder: string,
    constructs: ConstructPaths,
  ): void {
    for (const resource of parent.template.resources.values()) {
      if (resource.type !== 'AWS::CloudFormation::Stack') continue;
      const path = this.nestedTemplatePath(resource, folder);
      if (path === undefined || nesting(parent) >= MAX_NESTING) {
        const why = path === undefined ? 'a nested stack whose template is not in the assembly' : 'nested too deep';
        this.unreadable.push({ what: `${parent.id}/${resource.logicalId}`, why });
        continue;
      }
      const template = this.template(path);
      if (!template) continue;
      const nested = {
        id: `${parent.id}/${resource.logicalId}`,
        stackName: `${parent.stackName}-${resource.logicalId}`,
        stage: parent.stage,
        ...(parent.account !== undefined && { account: parent.account }),
        ...(parent.region !== undefined && { region: parent.region }),
        template,
        paths: constructs.of(path.split('/').pop()!, false),
        nestedIn: { stack: parent, resource },
        nested: new Map<string, StackTemplate>(),
      };
      parent.nested.set(resource.logicalId, nested);
      this.readNestedStacks(nested, folder, constructs);
    }
  }

  private nestedTemplatePath({ properties, metadata }: TemplateResource, folder: string): string | undefined {
    const url = JSON.stringify(properties.TemplateURL ?? '');
    const asset = this.assets.find(({ objectKey }) => url.includes(`/${objectKey}"`));
    const named = textOf(metadata['aws:asset:path']);
    return asset?.path ?? (named && posix(folder, named));
  }

  private readAssetManifest(folder: string, file: string): void {
    const files = recordOf(recordOf(this.json(posix(folder, file))).files);
    for (const entry of Object.values(files)) {
      const source = textOf(recordOf(recordOf(entry).source).path);
      if (source === undefined || isAbsolute(source)) continue;
      for (const destination of Object.values(recordOf(recordOf(entry).destinations))) {
        const { bucketName, objectKey } = recordOf(destination);
        if (typeof bucketName !== 'string' || typeof objectKey !== 'string') continue;
        this.assets.push({ bucketName, objectKey, path: posix(folder, source) });
      }
    }
  }

  private template(path: string): Template | undefined {
    const content = this.json(path);
    if (isJsonObject(content)) return readTemplate(content);
    this.unreadable.push({ what: path, why: 'a template that is missing or not JSON' });
    return undefined;
  }

  private json(path: string): unknown {
    const text = this.file(path);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  /** Only files inside the assembly are read, whatever its manifest says. */
  private file(path: string): string | undefined {
    const full = resolve(this.directory, path);
    const inside = relative(resolve(this.directory), full);
    if (inside.startsWith('..') || isAbsolute(inside)) return undefined;
    try {
      return statSync(full).size <= MAX_FILE_BYTES ? readFileSync(full, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  }
}

function nesting({ nestedIn }: StackTemplate): number {
  return nestedIn ? nesting(nestedIn.stack) + 1 : 0;
}

function readArtifact(artifact: unknown) {
  const { type, properties, displayName, environment, metadata, additionalMetadataFile } = recordOf(artifact);
  return {
    type: textOf(type),
    properties: recordOf(properties),
    displayName: textOf(displayName),
    environment: textOf(environment),
    metadata: recordOf(metadata),
    additionalMetadataFile: textOf(additionalMetadataFile),
  };
}

/** `aws://123456789012/eu-central-1`; unknown parts are called `unknown-account` and `unknown-region`. */
function deploymentTarget(environment: string | undefined): { account?: string; region?: string } {
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment ?? '') ?? [];
  return {
    ...(account && account !== 'unknown-account' && { account }),
    ...(region && region !== 'unknown-region' && { region }),
  };
}

function posix(folder: string, path: string): string {
  return join(folder, path).replaceAll('\\', '/');
}
