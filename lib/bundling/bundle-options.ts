/** What a user may say about bundling TypeScript; the same words for agents and for Lambda tools. */

/** How modules are linked in the bundle. */
export enum ModuleFormat {
  /** CommonJS: what the AWS distribution of OpenTelemetry can instrument. */
  COMMONJS = 'cjs',
  /** ECMAScript modules: for code that awaits at its top level. */
  ESM = 'esm',
}

/**
 * How TypeScript or JavaScript becomes one file.
 *
 * @see https://esbuild.github.io/api/
 */
export interface BundleOptions {
  /**
   * Names replaced by JavaScript expressions while bundling: `{ 'process.env.STAGE': '"prod"' }`.
   * Never put a secret here: the bundle is stored in the bootstrap bucket.
   * @default - nothing is replaced
   */
  readonly define?: { [name: string]: string };
  /**
   * Packages left out of the bundle. Nothing else is in the zip, so only packages that are never reached at run time.
   * @default - none: everything that is imported is included, the AWS SDK too
   */
  readonly external?: string[];
  /**
   * Whether the code is minified. Names of functions and classes are kept.
   * @default true
   */
  readonly minify?: boolean;
  /**
   * Whether a source map (without the sources themselves) lies beside the bundle.
   * @default true
   */
  readonly sourceMap?: boolean;
  /**
   * How modules are linked.
   * @default ModuleFormat.COMMONJS
   */
  readonly format?: ModuleFormat;
  /**
   * The folder that esbuild, paths in the source map and the cache start from.
   * @default - the nearest folder with a package.json, from the entry upwards
   */
  readonly projectRoot?: string;
}
