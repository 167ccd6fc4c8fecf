#!/bin/bash
# Assembles a bundle for each connector of the repository: connector.json, its library, and CHECKSUMS (sha256sum's format).
# usage: bundle-connectors.sh BINARIES [TARGET]   BINARIES is the build's folder of products, TARGET is BINARIES/connectors unless given
set -euo pipefail

if (($# < 1)); then
  echo "usage: $0 BINARIES [TARGET]" >&2
  exit 2
fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
binaries=$(cd "$1" && pwd)
target=${2:-$binaries/connectors}
mkdir -p "$target"

# A manifest's members of the top level are plain strings: sed reads them well enough, and jq need not be there.
member() { sed -n 's/^[[:space:]]*"'"$1"'"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p' "$2" | head -n 1; }

shopt -s nullglob
for manifest in "$root"/Plugins/*/connector.json; do
  id=$(member id "$manifest")
  if [[ -z $id ]]; then
    echo "$manifest names no id." >&2
    exit 1
  fi
  # A manifest need not name its library: the target of the connector `meta` is MetaConnector.
  library=$(member library "$manifest")
  library=${library:-lib${id^}Connector.so}
  if [[ ! -f $binaries/$library ]]; then
    echo "$library of the connector $id is not built in $binaries. Build it first." >&2
    exit 1
  fi
  # Built aside and moved into place, so that a reader never meets half a bundle.
  draft=$target/.$id.$$
  rm -rf "$draft"
  mkdir -p "$draft"
  cp "$manifest" "$draft/connector.json"
  cp "$binaries/$library" "$draft/$library"
  (cd "$draft" && find . -type f ! -name CHECKSUMS -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum >CHECKSUMS)
  rm -rf "${target:?}/$id"
  mv "$draft" "$target/$id"
done
