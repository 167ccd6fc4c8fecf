# The private PostgreSQL and Redis of a run, and the two services that are compared on them.

token_secret=0123456789abcdef0123456789abcdef # the peer's (peer/app.py): both services take the very same tokens

prepare_python() {
  local interpreter=${BENCH_PYTHON:-} name
  for name in python3.13 python3.12 python3.11 python3; do
    [[ -n $interpreter ]] || { "$name" -m venv --help >/dev/null 2>&1 && interpreter=$name; } || true
  done
  [[ -n $interpreter ]] || fail "no python3 with venv is installed"
  local home=$root/.build/bench/peer
  python=$home/bin/python
  if ! "$python" -c 'import fastapi, uvicorn, uvloop, asyncpg, redis, jwt, orjson' 2>/dev/null; then
    say "installing the peer's packages into $home"
    rm -rf "$home"
    mkdir -p "$(dirname "$home")"
    "$interpreter" -m venv "$home"
    # dlt loads data and serves nothing: this comparison does not need it.
    grep -v '^dlt' "$here/peer/requirements.txt" >"$work/requirements.txt"
    "$python" -m pip install --quiet --requirement "$work/requirements.txt"
  fi
}

start_postgres() {
  postgres_bin=$(pg_config --bindir 2>/dev/null || true)
  [[ -x $postgres_bin/initdb ]] || postgres_bin=$(dirname "$(find /usr/lib/postgresql -name initdb | sort -V | tail -n 1)")
  mkdir "$work/postgres" "$work/socket"
  own "$work/postgres" "$work/socket"
  (as_service "$postgres_bin/initdb" --pgdata="$work/postgres" --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-instructions \
    --no-sync) >"$work/initdb.log" 2>&1 || fail "initdb: $(tail -n 3 "$work/initdb.log")"
  # Nothing is switched off that makes data safe.
  keep postgres as_service "$postgres_bin/postgres" -D "$work/postgres" -c listen_addresses= -c unix_socket_directories="$work/socket" \
    -c max_connections=100 -c shared_buffers=512MB -c work_mem=16MB -c maintenance_work_mem=128MB -c max_wal_size=4GB -c jit=off \
    -c random_page_cost=1.1 -c timezone=UTC
  postgres_pid=$kept
  export PGHOST=$work/socket PGUSER=postgres PGDATABASE=postgres
  until_true 30 psql -qc 'SELECT 1' || fail "PostgreSQL does not start: $(tail -n 3 "$work/postgres.log")"
  psql -qc 'CREATE DATABASE peer' -c 'CREATE DATABASE tactics'
}

start_redis() {
  keep redis as_service redis-server --port 0 --unixsocket "$work/socket/redis.sock" --unixsocketperm 777 --save '' --appendonly no
  until_true 10 test -S "$work/socket/redis.sock" || fail "Redis does not start: $(tail -n 3 "$work/redis.log")"
}

settle_tactics() {
  local host="host=$work/socket"
  export TACTICS_ADMIN_URL="postgres://postgres@/tactics?$host"
  export TACTICS_DATABASE_URL="postgres://tactics_app@/tactics?$host"
  export TACTICS_PLATFORM_URL="postgres://tactics_platform@/tactics?$host"
  export TACTICS_REDIS_URL="unix://$work/socket/redis.sock"
  export TACTICS_MIGRATIONS=$root/migrations TACTICS_METRICS_PORT=off
  TACTICS_TOKEN_KEYS="bench:$(printf %s "$token_secret" | base64)"
  TACTICS_MASTER_KEY="1:$(head -c 32 /dev/urandom | base64)"
  TACTICS_CURSOR_KEY=$(head -c 32 /dev/urandom | base64)
  export TACTICS_TOKEN_KEYS TACTICS_MASTER_KEY TACTICS_CURSOR_KEY
  mkdir -p "$work/files"
  (cd "$root" && "$binaries/tactics" migrate) >"$work/migrate.log" 2>&1 || fail "migrate: $(tail -n 5 "$work/migrate.log")"
}

# start_tactics : serves on a free port. Its id is in $tactics_pid, its address in $tactics_url.
start_tactics() {
  local port
  port=$(free_port)
  tactics_url=http://127.0.0.1:$port
  keep serve env TACTICS_PORT="$port" "$binaries/tactics" serve
  tactics_pid=$kept
  until_true 30 answers "$tactics_url" || fail "tactics serve does not answer: $(tail -n 3 "$work/serve.log")"
}

# start_peer : two workers with uvloop, as the comparison has it.
start_peer() {
  local port
  port=$(free_port)
  peer_url=http://127.0.0.1:$port
  keep peer env PEER_DB="postgresql://peer_app:peer@/peer?host=$work/socket" PEER_REDIS="unix://$work/socket/redis.sock" \
    "$python" -m uvicorn app:app --app-dir "$here/peer" --host 127.0.0.1 --port "$port" --workers 2 --loop uvloop --http httptools --no-access-log \
    --log-level warning
  peer_pid=$kept
  until_true 30 answers "$peer_url" || fail "the peer does not answer: $(tail -n 3 "$work/peer.log")"
}

# answers URL : whether the list route gives the 50 campaigns of a tenant.
answers() { "$python" "$here/check.py" "$1/api/v1/campaigns?limit=50" "$work/tokens"; }

make_tokens() { "$python" "$here/tokens.py" "$token_secret" "$work/tokens"; }
