/** Hands a package to CDK's asset staging; builds nothing when CDK needs no bundles (`cdk ls`). */
import { DockerImage, Stack, type AssetOptions } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { failed, type PackageResult } from './built-package';
import { Refusal } from '../core/refusal';
import type { InstalledFiles } from './fingerprint';

export interface PackageToStage {
  /** The folder that stands for the package while nothing is bundled. */
  readonly source: string;
  /** The path of the construct that refuses when the package cannot be built. */
  readonly constructPath: string;
  readonly build: (installed: InstalledFiles) => PackageResult;
}

/** The options of an `Asset` or of `Code.fromAsset` for a package. */
export function assetOf(scope: IConstruct, from: PackageToStage): AssetOptions & { readonly path: string } {
  if (!Stack.of(scope).bundlingRequired) {
    // CDK skips bundling and takes neither content nor hash of the folder; the image is never used.
    return { path: from.source, bundling: { image: DockerImage.fromRegistry('not-used') } };
  }
  const result = from.build(installedFilesOf(scope.node.root));
  if (failed(result)) throw new Refusal(from.constructPath, result.problems);
  return { path: result.directory, assetHash: result.hash };
}

const installedFiles = new WeakMap<IConstruct, InstalledFiles>();

/** One app is one synthesis, in which nobody installs anything. */
function installedFilesOf(app: IConstruct): InstalledFiles {
  let files = installedFiles.get(app);
  if (!files) installedFiles.set(app, (files = new Map<string, string>()));
  return files;
}
