module.exports = globalThis.loadedOnce
  ? globalThis.loadedOnce('@cedar-policy/cedar-wasm/nodejs')
  : require('../../node_modules/@cedar-policy/cedar-wasm/nodejs/cedar_wasm.js');
