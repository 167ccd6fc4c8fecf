import NIOHTTP1

/// How the bytes of an answer are packed on their way (RFC 9110, 8.4.1).
enum ContentCoding: String, Sendable, CaseIterable {
    case gzip, deflate

    /// What a client takes, from its `Accept-Encoding` (RFC 9110, 12.5.3): the coding with the greatest weight, gzip before deflate; `nil` where it
    /// names none of them, or gives them no weight.
    init?(accepted headers: HTTPHeaders) {
        let wishes = headers[canonicalForm: "accept-encoding"].map { Self.wish(String($0)) }
        let best = Self.allCases.map { coding in (coding: coding, weight: Self.weight(of: coding, wishes)) }
            .max { $0.weight < $1.weight || ($0.weight == $1.weight && $1.coding == .gzip) }
        guard let best, best.weight > 0 else { return nil }
        self = best.coding
    }

    private typealias Wish = (name: String, weight: Double)

    /// What is named itself counts, and `*` for all that is not. `x-gzip` is gzip (RFC 9110, 8.4.1.3).
    private static func weight(of coding: ContentCoding, _ wishes: [Wish]) -> Double {
        let own = wishes.first { $0.name == coding.rawValue || $0.name == "x-" + coding.rawValue } ?? wishes.first { $0.name == "*" }
        return own?.weight ?? 0
    }

    /// `gzip;q=0.5`. A weight that is none is 0: what can not be read is not asked for.
    private static func wish(_ text: String) -> Wish {
        let parts = text.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
        guard let name = parts.first else { return ("", 0) }
        guard parts.count > 1 else { return (name, 1) }
        guard parts.count == 2, parts[1].hasPrefix("q="), let weight = Double(parts[1].dropFirst(2)), (0...1).contains(weight) else {
            return (name, 0)
        }
        return (name, weight)
    }
}
