/// An address of a manifest with a connection's settings in the place of their names in braces.
struct PlatformAddress: Sendable, Hashable {
    /// As the platform has it.
    let url: String
    let host: String
    /// From the first slash on.
    let path: String
    /// What the operator has in the place of scheme and host; `nil` for the platform itself.
    let base: String?

    /// - Parameter base: where the connector's platform is instead; settings in the host become parts of its path, as for the connector's own requests.
    /// `nil` where a setting is missing or could be read as more than a label of a host name.
    init?(_ template: String, settings: [String: String], base: String?) {
        guard template.hasPrefix("https://") else { return nil }
        let rest = template.dropFirst(8)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var labels: [String] = []
        var bound: [String] = []
        for label in rest[..<slash].split(separator: ".") {
            guard label.hasPrefix("{"), label.hasSuffix("}") else {
                labels.append(String(label))
                continue
            }
            guard let value = settings[String(label.dropFirst().dropLast())]?.lowercased(), Self.isLabel(value) else { return nil }
            labels.append(value)
            bound.append(value)
        }
        host = labels.joined(separator: ".")
        path = slash == rest.endIndex ? "/" : String(rest[slash...])
        url = "https://\(host)\(path)"
        self.base = base.map { ([String($0.reversed().drop { $0 == "/" }.reversed())] + bound).joined(separator: "/") }
    }

    /// What is opened: at the operator's place where there is one.
    var opened: String { base.map { $0 + path } ?? url }

    private static func isLabel(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 63 && !text.hasPrefix("-") && !text.hasSuffix("-")
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
