#!/usr/bin/env bash
# Reproduces models/baseline byte for byte: simulates a platform without attacks, trains on it.
#
#   models/train.sh [OUTPUT]      build/release/centinela must be built (cmake --preset release)
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
output=${1:-$root/models/baseline}
centinela=$root/build/release/centinela
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Any key would do, but the bytes of the model depend a little on which one (filters of tokens), so
# it is written down here. It protects nothing: the platform is simulated.
printf '%064d\n' 1 | tr '0' 'a' >"$scratch/training.key"
chmod 600 "$scratch/training.key"

"$centinela" simulate --profile clean-small --seed 20261101 --output "$scratch"
"$centinela" train --seed 1 --set "privacy.key_file=$scratch/training.key" \
  --input "$scratch/events.jsonl.zst" --output "$output"
