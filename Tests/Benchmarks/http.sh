# Requests a second of the list route: Tactics, the peer, and PostgreSQL by itself, in turn.

seed() {
  say "seeding 1,000 tenants with 60 campaigns each"
  psql -q -v ON_ERROR_STOP=1 -d peer -f "$here/peer/schema.sql"
  psql -q -v ON_ERROR_STOP=1 -d tactics -f "$here/seed.sql"
  psql -q -d peer -c 'VACUUM ANALYZE'
  psql -q -d tactics -c 'VACUUM ANALYZE'
  psql -q -c CHECKPOINT
  is_seeded=yes
}

# load NAME URL CONNECTIONS SECONDS : puts a service under load and keeps what came of it, unless NAME is empty.
load() {
  local answer rate p99 errors
  answer=$(BENCH_TOKENS=$work/tokens wrk -t2 "-c$3" "-d$4s" --timeout 10s -s "$here/list.lua" "$2" | grep '^result ') || fail "wrk gave no result"
  read -r _ rate p99 errors <<<"$answer"
  ((errors == 0)) || fail "$2 failed $errors requests"
  [[ -n $1 ]] || return 0
  keep_result "$1 $3 requests/s" "$rate"
  keep_result "$1 $3 p99 ms" "$p99"
}

# transactions SECONDS : of pgbench with the statement of the list route.
transactions() {
  pgbench -n -M prepared -c 8 -j 2 -T "$1" -f "$here/peer/limit.pgbench" -U peer_app peer 2>/dev/null | sed -n 's/^tps = \([0-9]*\).*/\1/p'
}

measure_http() {
  [[ ${is_seeded:-} == yes ]] || seed
  make_tokens
  start_peer
  start_tactics
  say "warming up"
  transactions 3 >/dev/null
  load '' "$peer_url" 64 5
  load '' "$tactics_url" 64 5
  # One second each, many times: a shared machine changes its speed from one to the next, and only what runs side by side can be compared.
  local second
  for ((second = 0; second < seconds * repeats; second++)); do
    ((second % 50)) || make_tokens # they live 15 minutes
    for connections in 16 64; do
      load peer "$peer_url" "$connections" 1
      load tactics "$tactics_url" "$connections" 1
      keep_result "pgbench beside $connections transactions/s" "$(transactions 1)"
    done
  done
  stop "$tactics_pid"
  stop "$peer_pid"
}
