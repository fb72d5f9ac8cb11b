module.exports = globalThis.loadedOnce
  ? globalThis.loadedOnce('@cedar-policy/mcp-schema-generator-wasm')
  : require('../../node_modules/@cedar-policy/mcp-schema-generator-wasm');
