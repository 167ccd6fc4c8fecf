import Core

/// The `filter` parameter: `greater-than(updated,2026-05-01T00:00:00Z),equals(messages.channel,'email')`, all of which must hold.
struct KlaviyoFilter: Sendable {
    /// One condition; texts without their quotes.
    struct Condition: Sendable, Hashable {
        let function: String
        let field: String
        let value: String
    }

    let conditions: [Condition]

    private static let functions: Set<String> = [
        "equals", "any", "greater-than", "greater-or-equal", "less-than", "less-or-equal", "contains", "has",
    ]

    /// - Parameter fields: what may be filtered by, and with which functions.
    init(_ texts: [String], fields: [String: Set<String>], parameter: String) throws(KlaviyoError) {
        var conditions: [Condition] = []
        for text in texts {
            guard let open = text.firstIndex(of: "("), text.last == ")", let comma = text[open...].firstIndex(of: ",") else {
                throw .parameter(parameter, "'\(text)' is no filter.")
            }
            let function = String(text[..<open])
            let field = String(text[text.index(after: open)..<comma])
            guard Self.functions.contains(function), fields[field]?.contains(function) == true else {
                throw .parameter(parameter, "'\(function)' can not be used with '\(field)'.")
            }
            let value = text[text.index(after: comma)...].dropLast().trimming { $0 == "\"" || $0 == "'" || $0 == " " }
            conditions.append(Condition(function: function, field: field, value: value))
        }
        self.conditions = conditions
    }

    /// The conditions of a text, apart at the commas outside of parentheses.
    static func parts(_ text: String?) -> [String] {
        var parts: [String] = []
        var current = ""
        var depth = 0
        for character in text ?? "" {
            depth += character == "(" ? 1 : character == ")" ? -1 : 0
            if character == ",", depth == 0 {
                parts.append(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        return current.isEmpty ? parts : parts + [current]
    }

    /// The value that a field must equal.
    func value(of field: String) -> String? { conditions.first { $0.field == field && $0.function == "equals" }?.value }

    /// The times that a field may have: from the first to before the second.
    func span(of field: String, zone: BusinessZone?) throws(KlaviyoError) -> (from: Instant, to: Instant) {
        var from = Instant(seconds: 0)
        var to = Instant(seconds: 32_503_680_000)
        for condition in conditions where condition.field == field {
            guard let time = Self.time(condition.value, zone) else { throw .parameter("filter", "'\(condition.value)' is no time.") }
            switch condition.function {
            case "greater-than": from = max(from, time + .microseconds(1))
            case "greater-or-equal": from = max(from, time)
            case "less-than": to = min(to, time)
            case "less-or-equal": to = min(to, time + .microseconds(1))
            default: break
            }
        }
        return (from, to)
    }

    /// A time with an offset, or a local one of a zone.
    private static func time(_ text: String, _ zone: BusinessZone?) -> Instant? {
        if let time = Instant(text) { return time }
        guard let zone, let day = Day(text.prefix(10)), let local = Instant("\(text)Z") else { return nil }
        return zone.start(of: day) + (local - day.instant)
    }
}

extension Substring {
    fileprivate func trimming(_ isOutside: (Character) -> Bool) -> String {
        String(drop(while: isOutside).reversed().drop(while: isOutside).reversed())
    }
}
