# The virtual environments of the peers: one each, so that what one needs does not stand in another's way.

fail() {
  echo "bench-models: $*" >&2
  exit 1
}

say() { echo "bench-models: $*" >&2; }

# interpreter : the Python that the peers are made for, or nothing. A name on the path can be a shim of pyenv that has nothing behind it.
interpreter() {
  local version name
  for version in 3.12 3.13 3.11; do
    for name in ${BENCH_PYTHON:-"python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python3}; do
      if "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
        echo "$name"
        return
      fi
    done
  done
}

# prepare PEER : its Python is in $python afterwards; false where it is not to be had, said once.
declare -A prepared=()
prepare() {
  local folder=$home/$1 file=$here/peers/$1.txt base
  if [[ -n ${BENCH_PEERS:-} ]]; then
    python=$BENCH_PEERS/bin/python
    return
  fi
  python=$folder/bin/python
  if [[ -z ${prepared[$1]:-} ]]; then
    prepared[$1]=no
    # The list that was installed lies in the environment; a list that changed makes a new one.
    if ! cmp --silent "$file" "$folder/installed.txt"; then
      base=$(interpreter)
      if [[ -z $base ]]; then
        say "skipped: $1 needs Python 3.11 to 3.13 with venv, and none is to be had"
        return 1
      fi
      say "installing $1 into $folder"
      rm -rf "$folder"
      if ! { "$base" -m venv "$folder" && "$python" -m pip install --quiet --disable-pip-version-check --requirement "$file"; } >&2; then
        say "skipped: $1 could not be installed with $("$base" --version)"
        return 1
      fi
      cp "$file" "$folder/installed.txt"
    fi
    prepared[$1]=yes
  fi
  [[ ${prepared[$1]} == yes ]]
}

# versions : of everything that takes part.
versions() {
  local peer
  for peer in lifetimes mix tables series; do
    if [[ -n ${BENCH_PEERS:-} ]]; then
      python=$BENCH_PEERS/bin/python
    else
      python=$home/$peer/bin/python
    fi
    [[ -x $python ]] || continue
    "$python" - <<'PYTHON'
import importlib.metadata as packages
import platform

for name in ("lifetimes", "pymc-marketing", "pymc", "pytensor", "nutpie", "numpyro", "jax", "numba", "arviz", "pandas", "statsforecast", "scipy", "numpy"):
    try:
        print(name, packages.version(name))
    except packages.PackageNotFoundError:
        pass
print("Python", platform.python_version())
PYTHON
  done | sort -fu | paste -sd, | sed 's/,/, /g'
}

describe_machine() {
  echo
  echo "$(date -u +%F), $(nproc) cores ($(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)), $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo), Linux $(uname -r); load $load_before before the run, $(cut -d ' ' -f 1 /proc/loadavg) after it; $repeats runs each"
  echo "$(versions)"
  echo
}
