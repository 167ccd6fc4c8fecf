package import Core

/// When a schedule runs.
package enum ScheduleRule: Sendable, Hashable {
    /// Every so often, each time later by a random part of the jitter, so that tenants do not all come at once.
    case every(Duration, jitter: Duration = .zero)
    /// At times on the wall of an IANA time zone.
    case cron(CronExpression, zone: String = "UTC")

    /// The time after a run. Runs that were missed collapse into the one that is being made: the next lies after `now` always.
    /// - Parameters:
    ///   - due: when the run that is being made was due.
    ///   - random: 0 to 1.
    /// - Returns: `nil` when there will be none.
    package func next(after due: Instant, now: Instant, random: Double) -> Instant? {
        switch self {
        case .every(let interval, let jitter):
            guard interval > .zero else { return nil }
            let regular = due + interval
            return (regular > now ? regular : now + interval) + jitter * random
        case .cron(let expression, let zone): return expression.next(after: max(due, now), zone: zone)
        }
    }

    /// As it is stored: `{"every": seconds, "jitter": seconds}` or `{"cron": "…", "zone": "…"}`.
    package var json: JSON {
        switch self {
        case .every(let interval, let jitter): ["every": .integer(interval.components.seconds), "jitter": .integer(jitter.components.seconds)]
        case .cron(let expression, let zone): ["cron": .string(expression.description), "zone": .string(zone)]
        }
    }

    /// `nil` for what is no rule, for an interval under a second and for an unknown zone.
    package init?(_ json: JSON) {
        if let seconds = json["every"]?.integer {
            guard seconds > 0 else { return nil }
            self = .every(.seconds(seconds), jitter: .seconds(max(0, json["jitter"]?.integer ?? 0)))
        } else if let text = json["cron"]?.string, let expression = CronExpression(text) {
            let zone = json["zone"]?.string ?? "UTC"
            guard LocalTime(zone: zone) != nil else { return nil }
            self = .cron(expression, zone: zone)
        } else {
            return nil
        }
    }
}
