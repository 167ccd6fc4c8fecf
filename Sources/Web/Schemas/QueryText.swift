import Core

/// The query of an address, taken apart strictly: what can not be decoded or stands twice is a fault, not a guess.
struct QueryText: Sendable {
    private(set) var pairs: [(name: String, value: String)] = []

    init(_ text: Substring, _ faults: inout Faults) {
        guard !text.isEmpty else { return }
        for part in text.split(separator: "&", omittingEmptySubsequences: true) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = percentDecoded(sides[0].utf8, plusIsSpace: true)
            let value = sides.count == 2 ? percentDecoded(sides[1].utf8, plusIsSpace: true) : ""
            guard let name, let value, !name.utf8.contains(0), !value.utf8.contains(0) else {
                // A name that holds U+0000 is shown as it was sent: no JSON of ours carries that character.
                let shown = name.flatMap { $0.utf8.contains(0) ? nil : $0 } ?? String(sides[0].prefix(64))
                var own = Faults(root: "?" + shown)
                own.add("encoding", "This is not valid percent-encoded UTF-8.")
                faults.take(own)
                continue
            }
            if pairs.contains(where: { $0.name == name }) {
                var own = Faults(root: "?" + name)
                own.add("repeated", "This stands more than once.")
                faults.take(own)
                continue
            }
            pairs.append((name, value))
        }
    }

    /// Notes the parameters that nobody declared.
    func refuseUnknown(_ known: Set<String>, mark: String = "?", _ faults: inout Faults) {
        for pair in pairs where !known.contains(pair.name) {
            var own = Faults(root: mark + pair.name)
            own.add("unknown_parameter", "There is no such parameter.")
            faults.take(own)
        }
    }

    /// The query without its place in the list, in one order: what a cursor is bound to.
    var normalised: String {
        let bound = pairs.filter { $0.name != "cursor" && $0.name != "limit" }
        if bound.isEmpty { return "" }
        return bound.sorted { $0.name < $1.name }.map { "\($0.name.utf8.count):\($0.name)=\($0.value.utf8.count):\($0.value)" }.joined(separator: "&")
    }
}

/// The text behind a percent-encoding; `nil` for a broken escape or bytes that are no UTF-8.
/// - Parameter text: cut where characters meet, as every part of an address between ASCII signs is.
func percentDecoded(_ text: Substring.UTF8View, plusIsSpace: Bool) -> String? {
    if !text.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) { return String(Substring(text)) }
    var bytes: [UInt8] = []
    var rest = text.makeIterator()
    while let byte = rest.next() {
        switch byte {
        case UInt8(ascii: "%"):
            guard let high = rest.next().flatMap(hexadecimalValue), let low = rest.next().flatMap(hexadecimalValue) else { return nil }
            bytes.append(high << 4 | low)
        case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
        default: bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}
