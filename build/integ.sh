#!/usr/bin/env bash
# `npm run integ` synthesizes the apps of integ/ and compares them with their snapshots; `-- --update` writes new ones.
# Nothing is deployed: the snapshots say what would be, and none of them has ever been.
set -euo pipefail
cd "$(dirname "$0")/.."

# integ-runner 2.197.10 reads cloud assemblies up to revision 53, aws-cdk-lib 2.276 writes 55. What it reads of them has
# not changed, so its copy here is told so. Not a postinstall script: nobody else's node_modules are touched.
runner=node_modules/@aws-cdk/integ-runner/lib/workers/extract/index.js
supported='      revision: 53'
written='      revision: 55'
if [ "$(grep -c "^$written\$" "$runner")" != 1 ]; then
  if [ "$(grep -c "^$supported\$" "$runner")" != 1 ]; then
    echo "build/integ.sh: $runner does not say 'revision: 53' exactly once." >&2
    echo 'The integ-runner here is another one: see whether it still needs this patch, and remove it if it does not.' >&2
    exit 1
  fi
  sed -i.bak "s/^$supported\$/$written/" "$runner"
  rm "$runner.bak"
fi

# Without credentials the runner searches for some; without validation it is four times faster (npm test validates).
export AWS_EC2_METADATA_DISABLED=true AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none
export CDK_VALIDATION=false

run=(npx integ-runner --directory integ --app 'node --import tsx {filePath}' --test-regex '^integ\..*\.ts$' --parallel-regions us-east-1)
if [ "${1:-}" = --update ]; then
  # The runner fails where a change would be destructive to what is deployed, and nothing is; what counts is the check below.
  "${run[@]}" --dry-run --update-on-failed || true
  # What is compared stays: bundles, the tree of constructs, and stack traces with this machine's paths do not.
  rm -rf integ/*.snapshot/asset.* integ/*.snapshot/tree.json
  for metadata in integ/*.snapshot/*.metadata.json; do echo '{}' >"$metadata"; done
fi
"${run[@]}"
