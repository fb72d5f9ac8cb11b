module.exports = globalThis.loadedOnce
  ? globalThis.loadedOnce('aws-cdk-lib/assertions')
  : require('../../node_modules/aws-cdk-lib/assertions');
