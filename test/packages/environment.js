/**
 * The test environment, with packages that each worker loads once: to evaluate aws-cdk-lib and to compile Cedar's WebAssembly takes
 * seconds of processor time, and jest would do so anew for every test file. A file whose tests change the environment variables
 * that these packages read has them for itself: `@jest-environment-options {"ownPackages": true}`.
 */
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.ownPackages = config.projectConfig.testEnvironmentOptions.ownPackages === true;
  }

  async setup() {
    await super.setup();
    if (!this.ownPackages) this.global.loadedOnce = (name) => require(name);
  }
};
