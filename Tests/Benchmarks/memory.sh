# Resident memory of a server that has nothing to do.

measure_memory() {
  [[ ${is_seeded:-} == yes ]] || seed
  make_tokens
  start_tactics
  local request
  for ((request = 0; request < 100; request++)); do answers "$tactics_url" || fail "a request failed"; done
  sleep 10
  keep_result "idle MB" "$(awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$tactics_pid/status")"
  stop "$tactics_pid"
}
