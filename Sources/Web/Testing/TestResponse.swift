package import Core

/// A response as a test sees it.
package struct TestResponse: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    /// The first field of that name, in any case.
    package subscript(header name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; `null` where it is none.
    package var json: JSON { (try? JSON(parsing: body, limits: .trusted)) ?? .null }

    /// The `code` of a problem.
    package var code: String? { json["code"]?.string }

    /// The pointers of a problem's faults with their codes: `/email missing`.
    package var faults: [String] {
        (json["errors"]?.array ?? []).map { "\($0["pointer"]?.string ?? "-") \($0["code"]?.string ?? "-")" }
    }

    /// Takes a response's bytes apart; `nil` while there are too few of them.
    /// - Parameter isOver: the connection is closed, so that nothing more comes.
    init?(_ bytes: [UInt8], isHead: Bool, isOver: Bool) {
        guard let end = firstRange(of: [13, 10, 13, 10], in: bytes[...]) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first, let status = Int(first.split(separator: " ").dropFirst().first ?? "") else { return nil }
        let headers = lines.dropFirst().map { line -> (name: String, value: String) in
            let sides = line.split(separator: ":", maxSplits: 1)
            return (String(sides[0]), sides.count == 2 ? String(sides[1].drop { $0 == " " }) : "")
        }
        let rest = Array(bytes[(end + 4)...])
        if (100..<200).contains(status), status != 101 {
            guard let final = TestResponse(rest, isHead: isHead, isOver: isOver) else { return nil }
            self = final
            return
        }
        func value(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
        self.status = status
        self.headers = headers
        if isHead || status == 204 || status == 304 {
            body = []
        } else if value("transfer-encoding") == "chunked" {
            guard let whole = dechunked(rest) else { return nil }
            body = whole
        } else if let length = value("content-length").flatMap({ Int($0) }) {
            guard rest.count >= length else { return nil }
            body = Array(rest.prefix(length))
        } else {
            guard isOver else { return nil }
            body = rest
        }
    }
}

private func firstRange(of pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= pattern.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - pattern.count)).first { bytes[$0..<($0 + pattern.count)].elementsEqual(pattern) }
}

private func dechunked(_ bytes: [UInt8]) -> [UInt8]? {
    var rest = bytes[...]
    var body: [UInt8] = []
    while let end = firstRange(of: [13, 10], in: rest) {
        guard let size = Int(String(decoding: rest[rest.startIndex..<end], as: UTF8.self), radix: 16) else { return nil }
        if size == 0 { return body }
        guard rest.endIndex >= end + 2 + size + 2 else { return nil }
        body += rest[(end + 2)..<(end + 2 + size)]
        rest = rest[(end + 2 + size + 2)...]
    }
    return nil
}
