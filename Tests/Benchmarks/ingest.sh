# A file of orders through the sealed connector into commerce.orders, and the same rows through COPY and a merge.

# The CDNOW log ten times over, each time with other customers: a digit in front of their ids.
make_purchases() {
  [[ -e $work/purchases.txt ]] && return 0
  local log=$root/Tests/Fixtures/cdnow/cdnow_master_log.txt
  {
    head -n 1 "$log"
    for copy in {0..9}; do awk -v copy="$copy" 'NR > 1 { sub(/[0-9]+/, copy "&"); print }' "$log"; done
  } >"$work/purchases.txt"
  purchases=$(($(wc -l <"$work/purchases.txt") - 1))
}

# copy_and_merge : rows a second of COPY and INSERT ... ON CONFLICT into a table of that shape, without making the table.
copy_and_merge() {
  psql -d peer -v ON_ERROR_STOP=1 -v csv="$work/purchases.csv" -f "$here/peer/copy_merge.sql" >"$work/copy_merge.log"
  # psql prints the time behind each statement: the last two are COPY's and the merge's.
  grep '^Time:' "$work/copy_merge.log" | tail -n 2 | awk -v rows="$purchases" '{ ms += $2 } END { printf "%.0f\n", rows / ms * 1000 }'
}

query() { psql -qAt -d tactics -v ON_ERROR_STOP=1 -c "$1"; }

# sync_of SLUG : the state of that tenant's only sync.
sync_of() { query "SELECT s.state FROM ingest.syncs s JOIN core.tenants t ON t.id = s.tenant_id WHERE t.slug = '$1'"; }

has_ended() { [[ $(sync_of "$1") =~ ^(completed|partial|failed|cancelled)$ ]]; }

# sync SLUG : gives a new tenant the file, waits for its sync, and prints rows a second from its start to the commit of its end.
sync() {
  sed "s/@SLUG@/$1/" "$here/tenant.yaml" >"$work/$1.yaml"
  "$binaries/tactics" tenant apply "$work/$1.yaml" >"$work/apply.log" 2>&1 || fail "tenant apply: $(tail -n 3 "$work/apply.log")"
  until_true 300 has_ended "$1" || fail "the sync of $1 did not end: $(sync_of "$1"); $(tail -n 3 "$work/worker.log")"
  [[ $(sync_of "$1") == completed ]] || fail "the sync of $1: $(sync_of "$1"); $(tail -n 3 "$work/worker.log")"
  local stored
  stored=$(query "SELECT count(*) || ' ' || sum(total_micros) FROM commerce.orders o JOIN core.tenants t ON t.id = o.tenant_id WHERE t.slug = '$1'")
  # Ten times 69,659 purchases for 2,500,315.63 USD (Tests/Fixtures/cdnow/README.md).
  [[ $stored == "696590 25003156300000" ]] || fail "the orders of $1 are not those of the file: $stored"
  query "SELECT round($purchases / extract(epoch FROM s.finished_at - s.started_at))
         FROM ingest.syncs s JOIN core.tenants t ON t.id = s.tenant_id WHERE t.slug = '$1'"
}

measure_ingest() {
  make_purchases
  "$python" "$here/purchases_csv.py" "$work/purchases.txt" "$work/purchases.csv"
  keep worker "$binaries/tactics" work
  local worker=$kept round
  for ((round = 1; round <= repeats; round++)); do
    psql -qc CHECKPOINT
    keep_result "copy rows/s" "$(copy_and_merge)"
    psql -qc CHECKPOINT
    keep_result "ingest rows/s" "$(sync "log-$round")"
  done
  stop "$worker"
}
