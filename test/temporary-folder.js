// Every synthesis without an `outdir` leaves a `cdk.out*` folder in the temporary directory: hundreds in a full run.
// A run has a temporary directory of its own, so that nothing of other programs is removed with them.
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Before the workers start: they inherit the environment. */
module.exports = async () => {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'cdk-agentcore-test-'));
};

/** After the last of them. */
module.exports.remove = async () => {
  rmSync(process.env.TMPDIR, { recursive: true, force: true });
};
