# Customer value: lifetimes and PyMC-Marketing beside `tactics model clv`.

cdnow=$fixtures/gold_cdnow_customers.csv

measure_clv() {
  ours "params" check-data params --data "$fixtures" --out "$work/params.json"
  check parameters ours "$work/params.json" "$fixtures"
  ours "scores" check-data clv --data "$fixtures" --out "$work/scores.csv"
  check customers ours "$work/scores.csv" "$fixtures"
  ours "edge" check-data edge --data "$fixtures" --out "$work/edge.csv"
  check edge ours "$work/edge.csv" "$fixtures"
  drawn customers
  for _ in $(again); do
    ours "cdnow process" clv fit "$cdnow" --json
    check seconds ours "$answer" "cdnow fit ms=cpu_seconds.purchases*1000"
    ours "million fit" clv fit "$file" --json --out "$work/models.json"
    ours "million score" clv score "$file" --params "$work/models.json" --horizons 52 --out "$work/scored.csv" --json
    check seconds ours "$answer" "million score s=cpu_seconds.score"
  done
  if prepare lifetimes; then
    for _ in $(again); do
      peer "lifetimes cdnow" lifetimes_clv.py cdnow "$fixtures"
      peer "lifetimes million fit" lifetimes_clv.py fit "$file"
      peer "lifetimes million score" lifetimes_clv.py score "$file"
    done
  fi
  if prepare mix; then
    peer "pymc map" pymc_clv.py map "$cdnow" 1
  fi
}

measure_posterior() {
  local seed
  for seed in $(again); do
    ours "clv posterior" clv fit "$cdnow" --posterior --seed "$seed" --json --out "$work/models.json"
    check posterior ours "$answer" "clv"
    check seconds ours "$answer" "clv posterior s=cpu_seconds.posterior"
    ours "clv posterior score" clv score "$cdnow" --params "$work/models.json" --intervals --horizons 39 --out "$work/scored.csv" --json
    check seconds ours "$answer" "clv posterior score s=cpu_seconds.score"
  done
  if prepare mix; then
    for seed in $(again); do peer "nutpie clv" pymc_clv.py posterior "$cdnow" "$seed"; done
  fi
}
