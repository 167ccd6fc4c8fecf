#!/bin/bash
# Installs with apt what Tactics is built from and runs on. As root it installs; as anybody else it says the command.
# No service is started, and Debian makes no PostgreSQL cluster of its own: `tactics up` runs private servers from its folder.
set -euo pipefail

packages=(
  postgresql-15 redis-server                                        # the private servers of `tactics up` and of the tests
  libpq-dev libhiredis-dev libjwt-dev libargon2-dev libssl-dev      # linked
  zlib1g-dev libstdc++-12-dev libc6-dev binutils                    # what Swift links with on Debian
  util-linux coreutils ca-certificates curl make git
)

if ! command -v swift >/dev/null; then
  echo "Swift 6.2 or newer is missing; it does not come with apt. Install it from https://www.swift.org/install/linux/ and put its usr/bin into PATH." >&2
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
# Tactics starts on no PostgreSQL before 15.20: older ones have faults in row-level security. One that is installed and older is brought up to date.
installed=$(dpkg-query -W -f '${Version}' postgresql-15 2>/dev/null || true)
if [[ -n $installed && " ${missing[*]} " != *" postgresql-15 "* ]] && dpkg --compare-versions "$installed" lt 15.20; then missing+=(postgresql-15); fi
if ((${#missing[@]} == 0)); then exit 0; fi

command="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
if ((EUID != 0)); then
  echo "Missing: ${missing[*]}. Run as root: $command" >&2
  exit 1
fi

# Debian would make and start a cluster called main. postgresql-common reads this folder before it does.
if [[ ! -e /usr/share/postgresql-common/maintscripts-functions ]]; then
  mkdir -p /etc/postgresql-common/createcluster.d
  echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/tactics.conf
fi

# Debian starts redis-server as a service. policy-rc.d forbids that for as long as the installation runs (invoke-rc.d(8)).
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

echo "Installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}"
# Not now, and not with the next start of the machine either.
for service in postgresql redis-server; do
  if [[ " ${missing[*]} " == *" ${service}"* ]] && command -v systemctl >/dev/null; then systemctl disable --quiet "$service" 2>/dev/null || true; fi
done
