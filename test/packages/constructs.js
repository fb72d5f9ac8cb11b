module.exports = globalThis.loadedOnce ? globalThis.loadedOnce('constructs') : require('../../node_modules/constructs');
