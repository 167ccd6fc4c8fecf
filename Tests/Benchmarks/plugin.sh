# The connector's own part: the file's bytes into the sealed runner, frames of rows out of it.

measure_plugin() {
  [[ -d $binaries/connectors/files ]] || fail "no $binaries/connectors/files. Assemble it first: deploy/scripts/bundle-connectors.sh $binaries"
  make_purchases
  local round
  for ((round = 1; round <= repeats; round++)); do
    keep_result "plugin rows/s" "$("$python" "$here/plugin.py" "$binaries/connector-runner" "$binaries/connectors/files" "$work/purchases.txt")"
  done
}
