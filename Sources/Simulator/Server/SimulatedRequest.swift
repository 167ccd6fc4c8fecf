import Core

/// A request as the platforms see it, free of any HTTP library.
package struct SimulatedRequest: Sendable {
    package var method: String
    /// Percent-decoded segments below the platform's prefix.
    package var path: [String]
    /// Decoded query and form parameters; the last of a name counts.
    package var parameters: [String: String]
    /// Lower-case names.
    package var headers: [String: String]
    package var body: [UInt8]

    /// - Parameter target: path and query as they stand in the request line.
    package init(method: String = "GET", target: String, headers: [String: String] = [:], body: [UInt8] = []) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        path = parts[0].split(separator: "/").map { PercentText.decoded($0) }
        self.headers = headers
        self.body = body
        parameters = parts.count > 1 ? PercentText.parameters(parts[1]) : [:]
        if headers["content-type"]?.hasPrefix("application/x-www-form-urlencoded") == true {
            parameters.merge(PercentText.parameters(String(decoding: body, as: UTF8.self))) { $1 }
        }
    }

    /// The token of `Authorization: Bearer`.
    var bearer: String? {
        guard let value = headers["authorization"], value.lowercased().hasPrefix("bearer ") else { return nil }
        return String(value.dropFirst(7))
    }
}

/// Percent-encoding of URLs and forms.
enum PercentText {
    static func parameters(_ text: some StringProtocol) -> [String: String] {
        var found: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            found[decoded(parts[0])] = parts.count > 1 ? decoded(parts[1]) : ""
        }
        return found
    }

    static func decoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Substring(text).utf8
        while let byte = rest.popFirst() {
            let pair = rest.prefix(2)
            if byte == UInt8(ascii: "%"), pair.count == 2, let code = UInt8(String(decoding: pair, as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar))
            if isPlain {
                result.unicodeScalars.append(scalar)
            } else {
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
