import Core

/// The `query` argument of a connection: terms such as `updated_at:>='2026-05-01T00:00:00Z'`, all of which must hold.
struct ShopifySearch: Sendable {
    fileprivate struct Term: Sendable {
        let field: String
        let comparison: String
        let value: String
    }

    private let terms: [Term]
    /// Terms that were not understood. The platform ignores them and says so in `extensions.search`.
    let ignored: [String]

    private static let known: Set<String> = ["updated_at", "created_at", "processed_at", "id", "test"]

    init(_ text: String?) throws(GraphQLFault) {
        var terms: [Term] = []
        var ignored: [String] = []
        for part in Self.parts(text ?? "") where part.uppercased() != "AND" {
            guard let term = Self.term(part), Self.known.contains(term.field), !part.hasPrefix("(") else {
                ignored.append(part)
                continue
            }
            if term.field.hasSuffix("_at"), Self.instant(term.value) == nil {
                throw GraphQLFault(message: "Invalid timestamp for query filter \(term.field): \(term.value)", code: "BAD_REQUEST")
            }
            terms.append(term)
        }
        self.terms = terms
        self.ignored = ignored
    }

    func admits(_ row: some ShopifyRow) -> Bool { terms.allSatisfy { $0.holds(for: row) } }

    /// Splits at spaces outside of quotes.
    private static func parts(_ text: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { part.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == " " {
                if !part.isEmpty { parts.append(part) }
                part = ""
            } else {
                part.append(character)
            }
        }
        return part.isEmpty ? parts : parts + [part]
    }

    private static func term(_ part: String) -> Term? {
        guard let colon = part.firstIndex(of: ":") else { return nil }
        let rest = part[part.index(after: colon)...]
        let comparison = [">=", "<=", ">", "<"].first { rest.hasPrefix($0) } ?? "="
        let value = comparison == "=" ? rest : rest.dropFirst(comparison.count)
        return Term(field: String(part[..<colon]), comparison: comparison, value: String(value))
    }

    /// A time, or a day that stands for its first instant.
    fileprivate static func instant(_ text: String) -> Instant? { Instant(text) ?? Day(text)?.instant }
}

extension ShopifySearch.Term {
    fileprivate func holds(for row: some ShopifyRow) -> Bool {
        switch field {
        case "updated_at": compare(row.updated)
        case "created_at", "processed_at": compare(row.created)
        case "id": Int64(value).map { ordered(row.number, $0) } ?? false
        default: row.isTest.map { value == String($0) } ?? true
        }
    }

    private func compare(_ instant: Instant) -> Bool { ShopifySearch.instant(value).map { ordered(instant, $0) } ?? false }

    private func ordered<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch comparison {
        case ">=": left >= right
        case "<=": left <= right
        case ">": left > right
        case "<": left < right
        default: left == right
        }
    }
}
