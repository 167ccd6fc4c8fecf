#!/bin/bash
# Fails when swift-format would change a file, and shows what.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -a Package.swift .swift-format Sources Plugins Tests "$folder"
swift format format --in-place --recursive --parallel --configuration .swift-format \
  "$folder/Package.swift" "$folder/Sources" "$folder/Plugins" "$folder/Tests"
failed=0
for path in Package.swift Sources Plugins Tests; do
  diff -ru "$path" "$folder/$path" || failed=1
done
if ((failed)); then
  echo "Some files are not formatted. Run: make format" >&2
  exit 1
fi
echo "All files are formatted."
