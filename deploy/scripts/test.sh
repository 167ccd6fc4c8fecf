#!/bin/bash
# Runs every test target in turn (built before with: swift build --build-tests) and ends with one line: N passed, N failed.
# One target at a time: each starts servers of its own, and all at once would measure the machine instead of the product.
# usage: test.sh [TARGET...]   all targets unless named
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
targets=("$@")
if ((${#targets[@]} == 0)); then
  for folder in Tests/*/; do
    name=$(basename "$folder")
    [[ $name == Fixtures || $name == Benchmarks ]] || targets+=("${name}Tests")
  done
  # A plugin's module is named in Package.swift beside its folder.
  while read -r name; do targets+=("${name}Tests"); done < <(sed -n 's/^ *plugin("\([A-Za-z]*\)", folder:.*/\1/p' Package.swift)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0
failed=0
broken=()
for target in "${targets[@]}"; do
  # A target that hangs is a failure, not the end of the run.
  timeout --kill-after=10 900 swift test --skip-build --filter "^${target}\." >"$log" 2>&1
  status=$?
  # Swift Testing's own words: "Test run with 12 tests in 3 suites passed after …"; a failed test has a line of its own.
  ran=$(sed -n 's/.*Test run with \([0-9]*\) tests\{0,1\} .*/\1/p' "$log" | tail -n 1)
  ran=${ran:-0}
  wrong=$(grep -E '^✘ Test .* failed after [0-9.]+ seconds' "$log" | grep -cv '^✘ Test run with')
  wrong=$((wrong > ran ? ran : wrong))
  if ((ran == 0)) || { ((status != 0)) && ((wrong == 0)); }; then
    # It ended before it could count, or ran nothing: that is a failure of its own.
    wrong=$((wrong + 1))
    ran=$((ran > wrong ? ran : wrong))
  fi
  passed=$((passed + ran - wrong))
  failed=$((failed + wrong))
  printf '%-24s %4d passed, %d failed\n' "$target" "$((ran - wrong))" "$wrong"
  if ((status != 0 || wrong != 0)); then
    broken+=("$target")
    grep -E '^✘|error:|Fatal|fatal' "$log" | head -n 60
    tail -n 5 "$log"
  fi
done
echo
echo "$passed passed, $failed failed"
((failed == 0 && ${#broken[@]} == 0))
