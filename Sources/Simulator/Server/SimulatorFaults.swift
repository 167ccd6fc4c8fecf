import Core

/// A misbehaviour that was ordered.
package struct SimulatorFault: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Answers late, by `milliseconds`, and then as usual.
        case latency
        /// The platform's own "too many calls".
        case throttle
        /// HTTP 429 with `Retry-After: 1`, as a proxy in front of the platform would.
        case tooManyRequests = "http429"
        /// The platform's own temporary failure, HTTP 500.
        case outage = "http500"
        /// HTTP 502 with a page of HTML.
        case badGateway = "http502"
        /// The answer's first half, then the connection closes.
        case cutBody = "cut_body"
        case expiredToken = "expired_token"
        /// HTTP 200 with a text that is no JSON.
        case invalidJSON = "invalid_json"
        /// Every object has a member that nobody has heard of.
        case unknownMember = "unknown_member"
        /// A member is gone: `member`, or the last one of every object in a list.
        case missingMember = "missing_member"
        /// Numbers come as texts: those of `member`, or all.
        case numberAsText = "number_as_text"
        /// The ad platforms have not counted the purchases of the last `days` days yet; when the fault is over they restate.
        case lateConversions = "late_conversions"
    }

    package var kind: Kind
    /// `nil`: all platforms.
    package var platform: String?
    /// Requests that pass before it starts.
    package var after: Int
    /// Requests that it hits; `nil`: until it is cleared.
    package var count: Int?
    package var milliseconds: Int
    /// The member that a change of shape is about.
    package var member: String?
    /// Days whose purchases are late.
    package var days: Int

    package init(
        _ kind: Kind, platform: String? = nil, after: Int = 0, count: Int? = nil, milliseconds: Int = 500, member: String? = nil, days: Int = 3
    ) {
        self.kind = kind
        self.platform = platform
        self.after = after
        self.count = count
        self.milliseconds = milliseconds
        self.member = member
        self.days = days
    }
}

extension SimulatorFault {
    /// Reads `{"kind", "platform"?, "after"?, "count"?, "milliseconds"?, "member"?, "days"?}`; `nil` for an unknown kind.
    init?(_ json: JSON) {
        guard let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)) else { return nil }
        self.init(
            kind, platform: json["platform"]?.string, after: Int(json["after"]?.integer ?? 0), count: json["count"]?.integer.map { Int($0) },
            milliseconds: Int(json["milliseconds"]?.integer ?? 500), member: json["member"]?.string, days: Int(json["days"]?.integer ?? 3))
    }

    var json: JSON {
        [
            "kind": .string(kind.rawValue), "platform": platform.map { .string($0) } ?? .null, "after": .integer(after),
            "count": count.map { .integer($0) } ?? .null, "milliseconds": .integer(milliseconds),
            "member": member.map { .string($0) } ?? .null, "days": .integer(days),
        ]
    }
}

/// The faults of one seed, and which of them hits the next request.
struct SimulatorFaults: Sendable {
    private(set) var pending: [SimulatorFault]

    init(_ pending: [SimulatorFault] = []) { self.pending = pending }

    mutating func add(_ fault: SimulatorFault) { pending.append(fault) }

    mutating func clear() { pending = [] }

    /// The first fault that is due for a request to that platform; counts the request either way.
    mutating func next(for platform: String) -> SimulatorFault? {
        var hit: SimulatorFault?
        for index in pending.indices where pending[index].platform == nil || pending[index].platform == platform {
            if pending[index].after > 0 {
                pending[index].after -= 1
            } else if hit == nil {
                hit = pending[index]
                pending[index].count = pending[index].count.map { $0 - 1 }
            }
        }
        pending.removeAll { $0.count.map { $0 <= 0 } ?? false }
        return hit
    }
}
