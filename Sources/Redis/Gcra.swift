/// A rate limit by the generic cell rate algorithm (ITU-T I.371): one number a key, the theoretical arrival time of the next request. Exact under
/// parallel callers, as Redis runs the script whole and by its own clock. All times are whole microseconds.
package struct RateLimit: Sendable, Hashable {
    /// Microseconds that one unit of cost takes to come back.
    package let interval: Int64
    /// What an idle caller may spend at once.
    package let burst: Int64

    /// `limit` units a `period` over time; at most `burst` of them at once (`limit` when not given).
    package init(_ limit: Int, per period: Duration, burst: Int? = nil) {
        precondition(limit > 0 && (burst ?? limit) > 0, "a rate limit allows something")
        let (seconds, attoseconds) = period.components
        interval = max(1, (seconds * 1_000_000 + attoseconds / 1_000_000_000_000) / Int64(limit))
        self.burst = Int64(burst ?? limit)
    }
}

/// What a rate limit says of one request.
package struct RateLimitDecision: Sendable, Hashable {
    package let isAllowed: Bool
    /// Units that could be spent right after this request.
    package let remaining: Int
    /// How long to wait until this request would be allowed; zero where it is.
    package let retryAfter: Duration
    /// How long until the whole burst is there again.
    package let resetAfter: Duration
}

/// What is spent of which limit, and under which key it is counted.
package struct RateSpending: Sendable, Hashable {
    package let key: RedisKey
    package let limit: RateLimit
    package let cost: Int

    package init(_ key: RedisKey, _ limit: RateLimit, cost: Int = 1) {
        self.key = key
        self.limit = limit
        self.cost = cost
    }
}

extension RedisClient {
    /// Spends `cost` units of the key's limit when they are there. The key lives only while it matters.
    nonisolated(nonsending) package func spend(
        _ cost: Int = 1, of limit: RateLimit, for key: RedisKey, within deadline: Duration? = nil
    ) async throws -> RateLimitDecision {
        try await spend([RateSpending(key, limit, cost: cost)], within: deadline)[0]
    }

    /// Several at once, in one round trip; each is decided for itself. The decisions stand in the order of the spendings.
    nonisolated(nonsending) package func spend(_ spendings: [RateSpending], within deadline: Duration? = nil) async throws -> [RateLimitDecision] {
        try await spend(spendings, atMicrosecond: nil, within: deadline)
    }

    /// Sends the spendings on their way; the decisions are asked for later.
    nonisolated(nonsending) package func begin(_ spendings: [RateSpending], within deadline: Duration? = nil) async throws -> PendingSpending {
        try await begin(spendings, atMicrosecond: nil, within: deadline)
    }

    /// With a time of the test's own.
    nonisolated(nonsending) func spend(
        _ spendings: [RateSpending], atMicrosecond now: Int64?, within deadline: Duration? = nil
    ) async throws -> [RateLimitDecision] {
        try await begin(spendings, atMicrosecond: now, within: deadline).decisions()
    }

    nonisolated(nonsending) private func begin(
        _ spendings: [RateSpending], atMicrosecond now: Int64?, within deadline: Duration?
    ) async throws -> PendingSpending {
        var arguments: [RedisArgument] = []
        for spending in spendings {
            arguments += [.integer(spending.limit.interval), .integer(spending.limit.burst), .integer(spending.cost)]
        }
        if let now { arguments.append(.integer(now)) }
        return PendingSpending(run: try await begin(.gcra, keys: spendings.map { $0.key }, arguments, within: deadline), count: spendings.count)
    }
}

/// Spendings that Redis is still counting.
package struct PendingSpending: Sendable {
    let run: RedisRun
    let count: Int

    /// Waits for the decisions, in the order of the spendings.
    /// - Throws: `RedisError`, `CancellationError`.
    nonisolated(nonsending) package func decisions() async throws -> [RateLimitDecision] {
        let values = try await run.reply().array?.compactMap { $0.integer } ?? []
        guard values.count == 4 * count else { throw RedisError.unexpectedReply }
        return (0..<count).map { index in
            let own = values[(4 * index)..<(4 * index + 4)]
            return RateLimitDecision(
                isAllowed: own[own.startIndex] == 1, remaining: Int(own[own.startIndex + 1]), retryAfter: .microseconds(own[own.startIndex + 2]),
                resetAfter: .microseconds(own[own.startIndex + 3]))
        }
    }
}

extension RedisScript {
    /// Three arguments for each key, and the time where it is given. Numbers stay below 2^53 (microseconds since the epoch are 1.8e15), where Lua's
    /// doubles are exact.
    static let gcra = RedisScript(
        """
        local now
        if ARGV[3 * #KEYS + 1] then
          now = tonumber(ARGV[3 * #KEYS + 1])
        else
          local time = redis.call('TIME')
          now = time[1] * 1000000 + time[2]
        end
        local answer = {}
        for i, key in ipairs(KEYS) do
          local interval, burst, cost = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
          local tat = math.max(tonumber(redis.call('GET', key) or now), now)
          local room = interval * burst
          local after = tat + interval * cost
          local wait = after - room - now
          local at = 4 * i - 3
          if wait > 0 then
            answer[at], answer[at + 1] = 0, math.max(0, math.floor((room - (tat - now)) / interval))
            answer[at + 2], answer[at + 3] = wait, tat - now
          else
            if after > now then
              redis.call('SET', key, string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000))
            end
            answer[at], answer[at + 1], answer[at + 2], answer[at + 3] = 1, math.floor((room - (after - now)) / interval), 0, after - now
          end
        end
        return answer
        """)
}

/// The same limit in this process alone: for when Redis is away. A value; its owner guards it.
package struct GcraBucket: Sendable, Hashable {
    package let limit: RateLimit
    private var arrival: Int64 = .min

    package init(_ limit: RateLimit) { self.limit = limit }

    /// Spends `cost` units at the time `now`, in microseconds of any steadily growing clock.
    package mutating func spend(_ cost: Int = 1, atMicrosecond now: Int64) -> RateLimitDecision {
        let tat = max(arrival, now)
        let room = limit.interval * limit.burst
        let after = tat + limit.interval * Int64(cost)
        let wait = after - room - now
        guard wait <= 0 else {
            return RateLimitDecision(
                isAllowed: false, remaining: Int(max(0, (room - (tat - now)) / limit.interval)), retryAfter: .microseconds(wait),
                resetAfter: .microseconds(tat - now))
        }
        arrival = after
        return RateLimitDecision(
            isAllowed: true, remaining: Int((room - (after - now)) / limit.interval), retryAfter: .zero, resetAfter: .microseconds(after - now))
    }

    /// Whether the bucket is as good as new and may be forgotten.
    package func isFull(atMicrosecond now: Int64) -> Bool { arrival <= now }
}
