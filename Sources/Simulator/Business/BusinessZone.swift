package import Core
import Foundation

/// A time zone that turns instants into calendar days, as the shop's and the ad accounts' reports do.
package struct BusinessZone: Sendable, Hashable {
    /// The IANA name.
    package let name: String
    private let zone: TimeZone

    /// `nil` for a name that the machine's zone database does not know.
    package init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    private init(utc name: String) {
        self.name = name
        zone = .gmt
    }

    /// The named zone; UTC where the machine has no zone database.
    static func known(_ name: String) -> BusinessZone { BusinessZone(name) ?? BusinessZone(utc: "UTC") }

    /// Seconds east of UTC at that instant.
    package func offset(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds)))
    }

    package func day(of instant: Instant) -> Day { Instant(seconds: instant.seconds + Int64(offset(at: instant))).day }

    /// The first instant of that local day.
    package func start(of day: Day) -> Instant {
        let guess = Instant(seconds: day.instant.seconds - Int64(offset(at: day.instant)))
        return Instant(seconds: day.instant.seconds - Int64(offset(at: guess)))
    }

    /// Local time with an offset without its colon: `2026-04-25T16:54:27+0200`.
    package func localText(_ instant: Instant) -> String {
        let offset = offset(at: instant)
        let local = Instant(seconds: instant.seconds + Int64(offset)).description.dropLast()
        let minutes = abs(offset) / 60
        let digits = String(10_000 + minutes / 60 * 100 + minutes % 60).dropFirst()
        return "\(local)\(offset < 0 ? "-" : "+")\(digits)"
    }
}
