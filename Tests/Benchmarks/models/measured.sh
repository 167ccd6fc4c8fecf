# How one thing is measured: as a process, from its start to its end.

# ours NAME ARGUMENTS... : runs `tactics model`; what it prints is in $answer.
ours() {
  local name=$1
  shift
  answer=$work/answer
  python3 "$here/measure.py" "$results" "ours $name" "$answer" "$binaries/tactics" model "$@" || fail "ours $name gives no answer"
}

# peer NAME SCRIPT ARGUMENTS... : runs a script of peers/ in the environment that was prepared last. A peer that fails is skipped, not the run.
peer() {
  local name=$1 script=$2
  shift 2
  python3 "$here/measure.py" "$results" "$name" "$work/peer" "$python" "$here/peers/$script" "$@" 2>"$work/peer.log" || {
    grep -v '^bench-models: .* = ' "$work/peer.log" | tail -n 5 >&2
    say "skipped: $name failed"
    return 0
  }
  grep '^bench-models: ' "$work/peer.log" >&2 || true
}

# judged COMMAND... : appends what a judge prints.
judged() { "$@" | tee -a "$results" | sed 's/^/bench-models: /; s/\t/ = /' >&2; }

check() { judged python3 "$here/check.py" "$@"; }

again() { seq "$repeats"; }

# drawn WHAT COUNT : a generated file, made once.
drawn() {
  file=$home/$1.csv
  [[ $file -nt $here/generate.py ]] && return
  say "drawing $1"
  python3 "$here/generate.py" "$1" "$file.part"
  mv "$file.part" "$file"
}
