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

extension RedisClient {
    /// Spends `cost` units of the key's limit when they are there. The key lives only while it matters.
    package func spend(_ cost: Int = 1, of limit: RateLimit, for key: RedisKey, within deadline: Duration? = nil) async throws -> RateLimitDecision {
        try await spend(cost, of: limit, for: key, atMicrosecond: nil, within: deadline)
    }

    /// With a time of the test's own.
    func spend(
        _ cost: Int, of limit: RateLimit, for key: RedisKey, atMicrosecond now: Int64?, within deadline: Duration? = nil
    ) async throws -> RateLimitDecision {
        let time: [RedisArgument] = now.map { [.integer($0)] } ?? []
        let arguments: [RedisArgument] = [.integer(limit.interval), .integer(limit.burst), .integer(cost)] + time
        let reply = try await run(.gcra, keys: [key], arguments, within: deadline)
        guard let values = reply.array?.compactMap(\.integer), values.count == 4 else { throw RedisError.unexpectedReply }
        return RateLimitDecision(
            isAllowed: values[0] == 1, remaining: Int(values[1]), retryAfter: .microseconds(values[2]), resetAfter: .microseconds(values[3]))
    }
}

extension RedisScript {
    /// Numbers stay below 2^53 (microseconds since the epoch are 1.8e15), where Lua's doubles are exact.
    static let gcra = RedisScript(
        """
        local interval, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local now
        if ARGV[4] then
          now = tonumber(ARGV[4])
        else
          local time = redis.call('TIME')
          now = time[1] * 1000000 + time[2]
        end
        local tat = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
        local room = interval * burst
        local after = tat + interval * cost
        local wait = after - room - now
        if wait > 0 then
          return {0, math.max(0, math.floor((room - (tat - now)) / interval)), wait, tat - now}
        end
        if after > now then
          redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000))
        end
        return {1, math.floor((room - (after - now)) / interval), 0, after - now}
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
