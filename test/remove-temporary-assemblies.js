// Every synthesis without an `outdir` leaves a `cdk.out*` folder in the temporary directory; a full run leaves hundreds.
const { readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

module.exports = async () => {
  for (const name of readdirSync(tmpdir())) {
    if (name.startsWith('cdk.out')) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
};
