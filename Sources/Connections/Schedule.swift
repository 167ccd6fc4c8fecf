import Core
import Web

/// How often a connection is read by itself: `every 6h`.
struct Schedule: Sendable, Hashable, CustomStringConvertible {
    /// A minute to 366 days.
    let seconds: Int

    static let bounds = 60...(366 * 86_400)

    init?(seconds: Int) {
        guard Self.bounds.contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// Reads `every 90s`, `every 15m`, `every 6h` or `every 1d`; `nil` for anything else, and for less than a minute.
    init?(_ text: String) {
        guard text.hasPrefix("every "), let unit = text.last else { return nil }
        let digits = text.dropFirst(6).dropLast()
        guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(digits),
            let size = Self.units.first(where: { $0.name == unit })?.seconds
        else { return nil }
        self.init(seconds: count * size)
    }

    /// In the largest unit that fits without a rest.
    var description: String {
        let unit = Self.units.first { seconds.isMultiple(of: $0.seconds) } ?? ("s", 1)
        return "every \(seconds / unit.seconds)\(unit.name)"
    }

    private static let units: [(name: Character, seconds: Int)] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)]
}

extension Schema where Value == Schedule {
    static var schedule: Schema {
        text(
            pattern: "^every [0-9]{1,9}[smhd]$", expected: "an interval such as \"every 6h\" (s, m, h or d; at least 1m, at most 366d)",
            { Schedule($0) },
            text: { $0.description })
    }
}
