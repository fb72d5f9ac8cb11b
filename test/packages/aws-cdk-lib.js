module.exports = globalThis.loadedOnce
  ? globalThis.loadedOnce('aws-cdk-lib')
  : require('../../node_modules/aws-cdk-lib');
