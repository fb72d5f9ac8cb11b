// Unit tests run without CloudFormation Validate (about 85 % of synth time); the suites that need it turn it on themselves.
process.env.CDK_VALIDATION ??= 'false';

const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/packages/environment.js',
  moduleNameMapper: {
    '^aws-cdk-lib$': '<rootDir>/test/packages/aws-cdk-lib.js',
    '^aws-cdk-lib/assertions$': '<rootDir>/test/packages/assertions.js',
    '^constructs$': '<rootDir>/test/packages/constructs.js',
    '^@cedar-policy/cedar-wasm/nodejs$': '<rootDir>/test/packages/cedar-wasm.js',
    '^@cedar-policy/mcp-schema-generator-wasm$': '<rootDir>/test/packages/mcp-schema-generator-wasm.js',
  },
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  clearMocks: true,
  // On two cores jest would take one.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  globalSetup: '<rootDir>/test/temporary-folder.js',
  globalTeardown: '<rootDir>/test/remove-temporary-folder.js',
};
