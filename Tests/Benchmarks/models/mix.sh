# Marketing mix: PyMC-Marketing, by numpyro and by nutpie, beside `tactics model mmm`.

weeks=("$fixtures/synth_mmm.csv" --target y --channels tv,search,social,display --controls trend,price_dev,promo --only split=train)

measure_mmm() {
  local variant seed sampler
  for variant in example synth synth_geo synth_logistic synth_info; do
    ours "logp $variant" check-data logp "$variant" --data "$fixtures" --out "$work/logp.json"
    check logp ours "$work/logp.json" "$variant" "$fixtures"
  done
  if "$binaries/tactics" model mmm logp --help | grep -q -e --repeats; then
    ours "gradient" mmm logp "${weeks[@]}" --model synth_info --repeats 20000 --json
    check seconds ours "$answer" "gradient us=cpu_seconds.repeats*50" # 1e6 µs / 20,000
  else
    say "skipped: this build has no clock for one gradient"
  fi
  prepare mix || python=
  for seed in $(again); do
    ours "synth_info" mmm fit "${weeks[@]}" --model synth_info --seed "$seed" --draws "$work/synth_info.csv" --json
    check mix ours "$answer" synth_info
    judge "ours synth_info" synth_info "$work/synth_info.csv"
    ours "example" check-data posterior example --data "$fixtures" --seed "$seed" --out "$work/example.csv"
    judge "ours example" example "$work/example.csv"
    ours "standard" mmm fit "${weeks[@]}" --seed "$seed" --json
    check returns ours "$answer" "$fixtures"
  done
  [[ -n $python ]] || return 0
  for seed in $(again); do
    for sampler in numpyro nutpie; do
      peer "$sampler" pymc_mix.py informed "$sampler" "$fixtures" "$work/$sampler.csv" "$seed"
      [[ ! -e $work/$sampler.csv ]] || judge "$sampler" synth_info "$work/$sampler.csv"
      rm -f "$work/$sampler.csv"
    done
  done
  peer "pymc gradient" pymc_mix.py gradient "$fixtures"
  peer "pymc defaults" pymc_mix.py defaults nutpie "$fixtures" "$work/defaults.csv" 1
}

# judge WHO VARIANT DRAWS : effective draws, R-hat and the distance to the reference posterior, all by arviz; without it nobody is judged.
judge() {
  [[ -z $python ]] || judged "$python" "$here/posterior.py" "$1" "$3" "$fixtures/mmm_$2_numpyro_gold.json"
}

measure_optimise() {
  ours "fit to divide" mmm fit "${weeks[@]}" --samples 1000 --out "$work/fit.json" --json
  for _ in $(again); do
    ours "optimiser" mmm optimise "$work/fit.json" --weeks 8 --json
    check budget ours "$answer" "$fixtures"
    check seconds ours "$answer" "optimiser ms=cpu_seconds.optimise*1000"
    ours "optimiser of a long run" mmm optimise "$work/fit.json" --json
    check budget "ours long run" "$answer" "$fixtures"
  done
  if prepare mix; then
    peer "pymc optimiser process" pymc_mix.py divide nutpie "$fixtures" "$work/plan.json" 1
    [[ ! -e $work/plan.json ]] || check budget pymc "$work/plan.json" "$fixtures"
  fi
}
