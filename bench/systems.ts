/** The two systems that are compared: how each is loaded and synthesized. */
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, AppProps } from 'aws-cdk-lib';
import type { Template } from './template-facts';

export const SYSTEMS = ['reference', 'hand-written'] as const;
export type SystemName = (typeof SYSTEMS)[number];

export const ROOT = join(__dirname, '..');
export const STACK = 'CustomerSupport';
const ENV = { region: 'us-east-1' };
const MODEL = { modelGeography: 'us', modelRegions: ['us-east-1', 'us-east-2', 'us-west-2'] };

/** CDK as if no stack needed its code. */
export const WITHOUT_CODE = { 'aws:cdk:bundling-stacks': [] };

/** The context of cdk.json, which the command line passes on. */
export function contextOfProject(): Record<string, unknown> {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  return context;
}

/** Loads the code of one system only, and returns what makes its app; `bundles` is for the hand-written one. */
export function loadSystem(system: SystemName, bundles: string): (props: AppProps) => App {
  /* eslint-disable @typescript-eslint/no-require-imports -- a process that measures one system must not load the other */
  const cdk = require('aws-cdk-lib') as typeof import('aws-cdk-lib');
  const newApp = (props: AppProps) =>
    new cdk.App({ analyticsReporting: false, ...props, context: { ...contextOfProject(), ...props.context } });
  if (system === 'reference') {
    const { CustomerSupportStack } =
      require('../bin/customer-support/stack') as typeof import('../bin/customer-support/stack');
    return (props) => {
      const app = newApp(props);
      new CustomerSupportStack(app, STACK, { env: ENV, modelGeography: MODEL.modelGeography });
      return app;
    };
  }
  const { HandWrittenStack } = require('./hand-written-stack') as typeof import('./hand-written-stack');
  /* eslint-enable @typescript-eslint/no-require-imports */
  return (props) => {
    const app = newApp(props);
    new HandWrittenStack(app, STACK, { env: ENV, ...MODEL, bundles });
    return app;
  };
}

export function templateIn(assembly: string): Template {
  return JSON.parse(readFileSync(join(assembly, `${STACK}.template.json`), 'utf8')) as Template;
}

/** Moves the code that a synthesis of the reference stack has staged to where the hand-written one expects it. */
export function takeBundles(assembly: string, folder: string): void {
  for (const [id, { Type, Properties }] of Object.entries(templateIn(assembly).Resources)) {
    if (Type === 'AWS::BedrockAgentCore::Runtime') {
      take(Properties.AgentRuntimeArtifact.CodeConfiguration.Code.S3.Prefix, 'agent');
    }
    const tool = Type === 'AWS::Lambda::Function' && /^(\w+?)Function/.exec(id)?.[1].toLowerCase();
    if (tool) take(Properties.Code.S3Key, tool);
  }

  function take(key: string, name: string): void {
    renameSync(join(assembly, `asset.${key.replace(/\.zip$/, '')}`), join(folder, name));
  }
}

/** A folder that is gone when the work is done. */
export function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-agentcore-bench-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
