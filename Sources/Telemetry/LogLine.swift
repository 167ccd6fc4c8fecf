import Core
import Logging

/// One event as one line of JSON: `time`, `level`, `label`, `message`, then the metadata, flattened to dotted keys and sorted.
struct LogLine {
    /// Metadata fields that one line keeps; further ones are counted in `fields_dropped`.
    static let fieldLimit = 64
    private static let reserved: Set<String> = ["time", "level", "label", "message", "source", "error", "fields_dropped"]

    private var text = LogText(reservingCapacity: 512)
    private var fields = 0

    /// The line with its line feed.
    static func bytes(time: Instant, label: String, event: LogEvent, metadata: Logger.Metadata) -> [UInt8] {
        var line = LogLine()
        line.text.raw("{\"time\":")
        line.text.string(time.description)
        line.field("level", event.level.rawValue)
        line.field("label", label)
        line.field("message", event.message.description)
        if let error = event.error { line.field("error", "\(error)") }
        line.flatten(metadata, prefix: "", depth: 0)
        line.text.raw("}\n")
        return line.text.bytes
    }

    private mutating func field(_ name: String, _ value: String) {
        text.raw(",")
        text.string(name)
        text.raw(":")
        text.string(value)
    }

    private mutating func flatten(_ metadata: Logger.Metadata, prefix: String, depth: Int) {
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            let name = prefix.isEmpty ? (Self.reserved.contains(key) ? "metadata.\(key)" : key) : "\(prefix).\(key)"
            if Redaction.hides(key) { meta(name, Redaction.mark) } else { flatten(value, name: name, depth: depth) }
        }
        if depth == 0, fields > Self.fieldLimit { field("fields_dropped", "\(fields - Self.fieldLimit)") }
    }

    private mutating func flatten(_ value: Logger.MetadataValue, name: String, depth: Int) {
        switch value {
        case .string(let string): meta(name, string)
        case .stringConvertible(let convertible): meta(name, convertible.description)
        case .dictionary(let inner) where depth < 8: flatten(inner, prefix: name, depth: depth + 1)
        case .array(let items) where depth < 8:
            for (index, item) in items.enumerated() { flatten(item, name: "\(name).\(index)", depth: depth + 1) }
        default: meta(name, "…")
        }
    }

    private mutating func meta(_ name: String, _ value: String) {
        fields += 1
        if fields <= Self.fieldLimit { field(name, value) }
    }
}
