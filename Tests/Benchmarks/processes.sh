# Processes of a run: each is started here, kept by its id, and ended by it.

pids=()

fail() {
  echo "bench: $*" >&2
  exit 1
}

say() { echo "bench: $*" >&2; }

# keep NAME COMMAND... : starts a process with its log in the work folder. Its id is in $kept.
keep() {
  local log=$work/$1.log
  shift
  "$@" >"$log" 2>&1 &
  kept=$!
  pids+=("$kept")
}

# stop PID [SIGNAL] : ends one process and waits until it is gone; what does not end in 30 seconds is killed.
stop() {
  kill "-${2:-TERM}" "$1" 2>/dev/null || return 0
  if ! until_true 30 has_gone "$1"; then
    say "process $1 did not end and is killed"
    kill -KILL "$1" 2>/dev/null || true
  fi
  wait "$1" 2>/dev/null || true
}

# A process that has ended stays a zombie (Z) until it is waited for.
has_gone() { [[ ! -e /proc/$1 || $(sed 's/.*) //; s/ .*//' "/proc/$1/stat") == Z ]]; }

stop_all() {
  local index
  for ((index = ${#pids[@]} - 1; index >= 0; index--)); do
    # Fast shutdown is SIGINT for PostgreSQL (pg_ctl(1)); the others take SIGTERM.
    if [[ ${pids[index]} == "${postgres_pid:-}" ]]; then stop "${pids[index]}" INT; else stop "${pids[index]}"; fi
  done
  pids=()
}

# as_service COMMAND... : becomes the command, as user postgres when root starts it, since PostgreSQL refuses to run as root.
as_service() {
  if ((EUID == 0)); then exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else exec "$@"; fi
}

own() { if ((EUID == 0)); then chown postgres: "$@"; fi; }

# until_true SECONDS COMMAND... : asks again and again until the command succeeds.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# keep_result NAME VALUE : one measurement. The table takes the median of those with one name.
keep_result() {
  # A failure inside $(…) ends only that shell: here it shows.
  [[ ${2:-} =~ ^[0-9]+([.][0-9]+)?$ ]] || fail "$1 was not measured"
  printf '%s\t%s\n' "$1" "$2" >>"$results"
  say "$1 = $2"
}

describe_machine() {
  echo
  echo "$(date -u +%F), $(nproc) cores ($(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)), $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo), Linux $(uname -r), $("$postgres_bin/postgres" --version), $(redis-server --version | awk '{ print $1, $2, $3 }'), $("$python" --version); load before the run $load_before; $repeats x $seconds s"
  echo
}
load_before=$(cut -d ' ' -f 1 /proc/loadavg)
