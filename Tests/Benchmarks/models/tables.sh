# Profit, RFM, forecasts and anomalies: pandas and statsforecast beside `tactics model`.

held=26 # weeks of each series that are forecast

measure_profit() {
  drawn orders
  for _ in $(again); do
    ours "profit" profit "$file" --by channel,country --json
    check seconds ours "$answer" "channel by country ms=cpu_seconds.matrix*1000"
  done
  if prepare tables; then
    for _ in $(again); do
      peer "pandas profit" pandas_tables.py profit "$file"
    done
  fi
  drawn purchases
  for _ in $(again); do
    ours "rfm" rfm "$file" --json
    check seconds ours "$answer" "rfm s=cpu_seconds.scores"
  done
  if prepare tables; then
    for _ in $(again); do peer "pandas rfm" pandas_tables.py rfm "$file"; done
  fi
}

# The last weeks of every series, cut off: what is forecast is not in the file.
cut_series() {
  python3 - "$fixtures/forecast_series.csv" "$held" >"$work/history.csv" <<'PYTHON'
import csv
import itertools
import sys

with open(sys.argv[1], newline="") as file:
    rows = list(csv.reader(file))
print("unique_id,ds,y")
for _, part in itertools.groupby(rows[1:], key=lambda row: row[0]):
    for row in list(part)[: -int(sys.argv[2])]:
        print(",".join(row[:3]))
PYTHON
}

measure_forecast() {
  cut_series
  for _ in $(again); do
    ours "forecast" forecast "$work/history.csv" --value y --horizon "$held" --out "$work/forecast.csv" --json
    check seconds ours "$answer" "forecast s=cpu_seconds.forecast"
    check forecast ours "$work/forecast.csv" "$fixtures" "$held"
  done
  if prepare series; then
    for _ in $(again); do
      peer "mstl" statsforecast_series.py "$fixtures/forecast_series.csv" "$work/mstl.csv" "$held"
      [[ ! -e $work/mstl.csv ]] || check forecast mstl "$work/mstl.csv" "$fixtures" "$held"
    done
  fi
}

measure_anomaly() {
  for _ in $(again); do
    ours "anomaly" anomaly "$fixtures/forecast_series.csv" --value y --out "$work/anomaly.csv" --json
    check seconds ours "$answer" "anomaly s=cpu_seconds.detect"
    check anomaly ours "$work/anomaly.csv" "$fixtures"
  done
  if prepare tables; then
    for _ in $(again); do
      # Three weeks on either side is the best width for these series; five and eight give .977 and .950.
      peer "mad" rolling_mad.py "$fixtures/forecast_series.csv" "$work/mad.csv" 3
      [[ ! -e $work/mad.csv ]] || check anomaly mad "$work/mad.csv" "$fixtures"
    done
  fi
}
