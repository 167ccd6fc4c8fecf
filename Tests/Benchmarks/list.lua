-- wrk: GET /api/v1/campaigns?limit=50 with the tokens of many tenants, one after the other, past any cache.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  requests, position = {}, 0
  for token in io.lines(os.getenv("BENCH_TOKENS")) do
    local headers = { ["Authorization"] = "Bearer " .. token, ["Cache-Control"] = "no-cache" }
    requests[#requests + 1] = wrk.format("GET", "/api/v1/campaigns?limit=50", headers)
  end
  -- The threads begin at different tenants.
  position = math.floor(#requests / 2) * number
end

function request()
  position = position % #requests + 1
  return requests[position]
end

function done(summary, latency, threads)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format("result %.0f %.1f %d", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000, failed))
end
