extension MetricsRegistry {
    /// The content type of `prometheusText()`.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// All series in Prometheus' text exposition format 0.0.4, sorted by name.
    package func prometheusText() -> String {
        var text = ""
        var last: String?
        for (key, family, cell) in snapshot() {
            if key.name != last {
                if !family.help.isEmpty { text += "# HELP \(key.name) \(Exposition.help(family.help))\n" }
                text += "# TYPE \(key.name) \(family.kind.rawValue)\n"
                last = key.name
            }
            Exposition.write(key, cell, to: &text)
        }
        return text
    }
}

/// The line forms of the text format.
enum Exposition {
    static func write(_ key: SeriesKey, _ cell: MetricCell, to text: inout String) {
        switch cell {
        case .counter(let counter): line(key.name, key.labels, counter.value, to: &text)
        case .gauge(let gauge): line(key.name, key.labels, gauge.value, to: &text)
        case .histogram(let histogram): write(key, histogram, to: &text)
        }
    }

    private static func write(_ key: SeriesKey, _ histogram: HistogramCell, to text: inout String) {
        let counts = histogram.cumulative
        let edges = histogram.bounds.map(number) + ["+Inf"]
        for (edge, count) in zip(edges, counts) {
            text += "\(key.name)_bucket\(labels(key.labels, extra: ("le", edge))) \(count)\n"
        }
        line("\(key.name)_sum", key.labels, histogram.sum, to: &text)
        text += "\(key.name)_count\(labels(key.labels)) \(counts.last ?? 0)\n"
    }

    private static func line(_ name: String, _ own: MetricLabels, _ value: Double, to text: inout String) {
        text += "\(name)\(labels(own)) \(number(value))\n"
    }

    private static func labels(_ labels: MetricLabels, extra: (String, String)? = nil) -> String {
        var parts = labels.pairs.map { "\($0.name)=\"\(escaped($0.value))\"" }
        if let extra { parts.append("\(extra.0)=\"\(extra.1)\"") }
        return parts.isEmpty ? "" : "{\(parts.joined(separator: ","))}"
    }

    static func help(_ text: String) -> String { text.replacing(["\\": "\\\\", "\n": "\\n", "\r\n": "\\n"]) }
    static func escaped(_ text: String) -> String { text.replacing(["\\": "\\\\", "\n": "\\n", "\"": "\\\"", "\r\n": "\\n"]) }

    /// Whole numbers without a fraction, infinities and NaN as the format names them.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), abs(value) < 9e15 { return String(Int64(value)) }
        return String(value)
    }
}

extension String {
    fileprivate func replacing(_ table: [Character: String]) -> String {
        reduce(into: "") { result, character in
            if let other = table[character] { result += other } else { result.append(character) }
        }
    }
}
