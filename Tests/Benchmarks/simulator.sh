# A large simulated business: until everything of it is there, and how fast its pages are served.

measure_simulator() {
  local round port started
  for ((round = 1; round <= repeats; round++)); do
    port=$(free_port)
    started=$(date +%s.%N)
    keep simulator "$binaries/tactics" simulate --port "$port" --days 730 --customers 100000 --campaigns 40 --unlimited
    local simulator=$kept
    until_true 30 listens "$port" || fail "the simulator does not listen: $(tail -n 3 "$work/simulator.log")"
    "$python" "$here/simulator.py" "$port" "$seconds" "$started" >"$work/simulator.tsv" || fail "the simulator was not read"
    while IFS=$'\t' read -r name value; do keep_result "$name" "$value"; done <"$work/simulator.tsv"
    stop "$simulator"
  done
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1"); }
