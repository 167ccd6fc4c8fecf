/// Addresses that are told in relation to others (RFC 3986, 5.2); http and https alone.
enum URIReference {
    /// Bytes of an address at most, as the egress policy has it.
    private static let longest = 8_192

    /// The whole address that a reference means on a page, without its fragment; `nil` for what is none.
    static func resolve(_ text: String, against page: String) -> String? {
        guard text.utf8.count <= longest, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let base = Parts(page) else { return nil }
        let reference = text.prefix { $0 != "#" }
        if hasScheme(reference) { return Parts(reference)?.text }
        if reference.hasPrefix("//") { return Parts("\(base.scheme):\(reference)")?.text }
        var target = base
        let path = reference.prefix { $0 != "?" }
        if !reference.isEmpty { target.query = path.count < reference.count ? String(reference.dropFirst(path.count + 1)) : nil }
        if path.hasPrefix("/") {
            target.path = String(path)
        } else if !path.isEmpty {
            let folder = base.path.prefix(through: base.path.lastIndex(of: "/") ?? base.path.startIndex)
            target.path = String(folder + path)
        }
        return target.text
    }

    /// Scheme, host and port, in lower case and without the usual port; `nil` for what is no address.
    static func origin(of text: String) -> String? {
        guard let parts = Parts(text) else { return nil }
        let usual = parts.scheme == "https" ? ":443" : ":80"
        let authority = parts.authority.lowercased()
        return "\(parts.scheme)://" + (authority.hasSuffix(usual) ? String(authority.dropLast(usual.count)) : authority)
    }

    private static func hasScheme(_ text: Substring) -> Bool {
        guard let colon = text.firstIndex(where: { ":/?".contains($0) }), text[colon] == ":", let first = text.first else { return false }
        return first.isLetter && text[..<colon].allSatisfy { $0.isLetter || $0.isNumber || "+-.".contains($0) }
    }

    private struct Parts {
        let scheme: String
        let authority: String
        /// Begins with a slash.
        var path: String
        var query: String?

        init?(_ text: some StringProtocol) {
            let whole = text.prefix { $0 != "#" }
            guard let colon = whole.firstIndex(of: ":") else { return nil }
            scheme = whole[..<colon].lowercased()
            let rest = whole[whole.index(after: colon)...]
            guard scheme == "https" || scheme == "http", rest.hasPrefix("//") else { return nil }
            let behind = rest.dropFirst(2)
            authority = String(behind.prefix { $0 != "/" && $0 != "?" })
            guard !authority.isEmpty else { return nil }
            let tail = behind.dropFirst(authority.count)
            let before = tail.prefix { $0 != "?" }
            path = before.isEmpty ? "/" : String(before)
            query = before.count < tail.count ? String(tail.dropFirst(before.count + 1)) : nil
        }

        var text: String { "\(scheme)://\(authority)\(Self.withoutDots(path))" + (query.map { "?\($0)" } ?? "") }

        /// RFC 3986, 5.2.4: `.` is nothing, `..` takes the segment before it away.
        private static func withoutDots(_ path: String) -> String {
            var kept: [Substring] = []
            let segments = path.split(separator: "/", omittingEmptySubsequences: false)
            for (index, segment) in segments.enumerated() {
                switch segment {
                case ".", "..":
                    if segment == "..", kept.count > 1 { kept.removeLast() }
                    if index == segments.count - 1 { kept.append("") }
                default: kept.append(segment)
                }
            }
            return kept.joined(separator: "/")
        }
    }
}
