# Decoding and emitting, sealed and in the process; the memory of a runner under a file of a gigabyte; and a shop's file end to end, beside dlt.

# replay FIELD PLACE CONNECTOR STREAM MODE FOLDER CONFIG : one read over recorded answers; a field of what it says of itself.
replay() {
  local field=$1 place=$2 connector=$3 stream=$4 mode=$5 folder=$6 config=$7 said
  printf '%s' "$config" >"$work/replay.json"
  said=$("$binaries/tactics" connector replay "$binaries/connectors/$connector" --stream "$stream" --mode "$mode" --responses "$folder" \
    --config "$work/replay.json" --now 2026-10-30T20:00:00Z --place "$place" --json 2>&1 >/dev/null | tail -n 1) || fail "replay of $connector: $said"
  "$python" -c 'import json, sys; print(json.loads(sys.argv[1])[sys.argv[2]])' "$said" "$field"
}

shop_config='{"shop":"bench","bulk":"always"}'
meta_config='{"since":"2026-10-01","window_days":30,"look_back_days":28,"reports":"immediate"}'

# compare NAME BYTES CONNECTOR ... : sealed and in-process in turn, MB/s and rows/s.
compare() {
  local name=$1 bytes=$2 round place seconds rows
  shift 2
  for ((round = 1; round <= repeats; round++)); do
    for place in sealed in-process; do
      rows=$(replay rows "$place" "$@")
      seconds=$(replay seconds "$place" "$@")
      keep_result "$name $place rows/s" "$(awk -v rows="$rows" -v s="$seconds" 'BEGIN { printf "%.0f", rows / s }')"
      keep_result "$name $place MB/s" "$(awk -v bytes="$bytes" -v s="$seconds" 'BEGIN { printf "%.1f", bytes / s / 1e6 }')"
    done
  done
}

measure_bulk() {
  [[ -d $binaries/connectors/shopify ]] || fail "no $binaries/connectors/shopify. Assemble it first: deploy/scripts/bundle-connectors.sh $binaries"
  "$python" "$here/insights_pages.py" "$work/insights" 200 >/dev/null
  compare insights "$(cat "$work"/insights/* | wc -c)" meta ad_daily full "$work/insights" "$meta_config"
  "$python" "$here/shop_file.py" "$work/shop" 100000000 >"$work/shop.lines"
  compare "bulk file" "$(wc -c <"$work/shop/004.jsonl")" shopify orders full "$work/shop" "$shop_config"
  measure_shop
  "$python" "$here/shop_file.py" "$work/gigabyte" 1000000000 >/dev/null
  keep_result "runner MB" "$(replay peak_memory_mb sealed shopify orders full "$work/gigabyte" "$shop_config")"
  rm -rf "$work/gigabyte"
}

# The same file by a sync of ours, from its start to the commit of its end, and by dlt, from its start to its end.
measure_shop() {
  "$python" -c 'import dlt' 2>/dev/null || "$python" -m pip install --quiet "$(grep '^dlt' "$here/peer/requirements.txt")"
  local port round lines
  lines=$(<"$work/shop.lines")
  port=$(free_port)
  keep desk "$python" "$here/shop_desk.py" "$port" "$work/shop"
  local desk=$kept
  keep shop-worker env BENCH_SHOP_TOKEN=shpat_bench TACTICS_CONNECTOR_BASE_URLS="shopify=http://127.0.0.1:$port" "$binaries/tactics" work
  local worker=$kept
  psql -qc 'CREATE DATABASE dlt'
  for ((round = 1; round <= repeats; round++)); do
    psql -qc CHECKPOINT
    keep_result "shop rows/s" "$(shop_sync "shop-$round" "$lines")"
    psql -qc CHECKPOINT
    psql -q -d dlt -c 'DROP SCHEMA IF EXISTS dlt_shop, dlt_shop_staging CASCADE'
    rm -rf "$work/shop/dlt"
    read -r rate memory < <("$python" "$here/peer/dlt_shop.py" "$work/shop/004.jsonl" "postgresql://postgres:x@localhost/dlt?host=$PGHOST" 2>"$work/dlt.log" | tail -n 1)
    keep_result "dlt rows/s" "${rate:-}"
    keep_result "dlt MB" "${memory:-}"
  done
  stop "$worker"
  stop "$desk"
}

# shop_sync SLUG LINES : gives a new tenant the shop, waits for its sync, and prints rows a second.
shop_sync() {
  sed "s/@SLUG@/$1/" "$here/shop.yaml" >"$work/$1.yaml"
  BENCH_SHOP_TOKEN=shpat_bench "$binaries/tactics" tenant apply "$work/$1.yaml" >"$work/apply.log" 2>&1 || fail "tenant apply: $(tail -n 3 "$work/apply.log")"
  until_true 300 has_ended "$1" || fail "the sync of $1 did not end: $(sync_of "$1"); $(tail -n 3 "$work/shop-worker.log")"
  [[ $(sync_of "$1") == completed ]] || fail "the sync of $1: $(sync_of "$1"); $(tail -n 3 "$work/shop-worker.log")"
  local stored
  stored=$(query "SELECT (SELECT count(*) FROM commerce.orders o WHERE o.tenant_id = t.id) + (SELECT count(*) FROM commerce.order_lines l WHERE l.tenant_id = t.id) FROM core.tenants t WHERE t.slug = '$1'")
  [[ $stored == "$2" ]] || fail "$1 holds $stored of $2 rows"
  query "SELECT round($2 / extract(epoch FROM s.finished_at - s.started_at))
         FROM ingest.syncs s JOIN core.tenants t ON t.id = s.tenant_id WHERE t.slug = '$1'"
}
