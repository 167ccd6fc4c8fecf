import Core

/// The syntax of Rest.li 2.0 after percent-decoding: `List(a,b)` and `(key:value)`.
enum LinkedInSyntax {
    /// The items of `List(…)`; nil for any other text.
    static func list(_ text: String?) -> [String]? {
        guard let text, text.hasPrefix("List("), text.hasSuffix(")") else { return nil }
        return text.dropFirst(5).dropLast().split(separator: ",").map { String($0) }
    }

    /// The value of `(value:X)`.
    static func value(_ text: String?) -> String? {
        guard let text, text.hasPrefix("(value:"), text.hasSuffix(")") else { return nil }
        return String(text.dropFirst(7).dropLast())
    }

    /// The days of `(start:(year:2026,month:5,day:1),end:(year:…))`.
    static func range(_ text: String?) -> ClosedRange<Day>? {
        guard let text, text.hasPrefix("(start:(year:"), text.hasSuffix("))") else { return nil }
        let parts = text.split(separator: ",end:(")
        guard parts.count == 2, let since = day(parts[0].dropFirst(8)), let until = day(parts[1].dropLast(2)), since <= until else { return nil }
        return since...until
    }

    private static func day(_ text: Substring) -> Day? {
        var numbers: [String: Int] = [:]
        for part in text.split(whereSeparator: { $0 == "," || $0 == ")" }) {
            let pair = part.split(separator: ":")
            if pair.count == 2 { numbers[String(pair[0])] = Int(pair[1]) }
        }
        guard let year = numbers["year"], let month = numbers["month"], let day = numbers["day"] else { return nil }
        return Day(year: year, month: month, day: day)
    }

    /// The ids of URNs of one kind; nil where one of them is of another.
    static func ids(_ items: [String], _ prefix: String) -> Set<String>? {
        items.allSatisfy { $0.hasPrefix(prefix) } ? Set(items.map { String($0.dropFirst(prefix.count)) }) : nil
    }
}
