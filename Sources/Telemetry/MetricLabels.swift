/// The labels of one series, sorted by name, each name once.
package struct MetricLabels: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    package struct Pair: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package let pairs: [Pair]

    package init(_ labels: [(String, String)] = []) {
        var byName: [String: String] = [:]
        for (name, value) in labels { byName[MetricName.label(name)] = value }
        pairs = byName.sorted { $0.key < $1.key }.map { Pair(name: $0.key, value: $0.value) }
    }

    package init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

    /// The same names with one value: where series go that a family has no more room for.
    var overflow: MetricLabels { MetricLabels(pairs.map { ($0.name, "other") }) }
}

/// Names as Prometheus takes them (data model: metric names `[a-zA-Z_:][a-zA-Z0-9_:]*`, label names without the colon).
enum MetricName {
    static func metric(_ name: String) -> String { clean(name, colon: true) }
    static func label(_ name: String) -> String { clean(name, colon: false) }

    private static func clean(_ name: String, colon: Bool) -> String {
        var bytes = name.utf8.map { isAllowed($0, colon: colon) ? $0 : UInt8(ascii: "_") }
        if bytes.first.map({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) ?? true { bytes.insert(UInt8(ascii: "_"), at: 0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isAllowed(_ byte: UInt8, colon: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        case UInt8(ascii: ":"): colon
        default: false
        }
    }
}
