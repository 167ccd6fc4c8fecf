import Core

/// A token's three parts, decoded strictly: point 1 of the wrapper.
struct CompactToken {
    let header: [UInt8]
    let payload: [UInt8]
    let signature: [UInt8]

    /// libjwt keeps a copy of the whole token on the stack, so the length is a matter of safety.
    static let longest = 8_192

    init(_ text: String) throws(TokenError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.longest else { throw .form }
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, let header = TokenText.decode(parts[0]), let payload = TokenText.decode(parts[1]),
            let signature = TokenText.decode(parts[2])
        else { throw .form }
        self.header = header
        self.payload = payload
        self.signature = signature
    }
}

/// The header: exactly `alg`, `kid` and `typ`, each once and each a text. Point 2.
struct TokenHeader {
    let keyID: String
    let algorithm: String

    init(_ bytes: [UInt8]) throws(TokenError) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: bytes, limits: JSONLimits(depth: 1, elements: 4, stringBytes: 128))
        } catch {
            throw .header
        }
        // Unique names are the parser's rule, so three members with these names are all there is; `crit`, `jwk`, `jku` and the like have no place.
        guard let members = json.members, members.count == 3, let algorithm = json["alg"]?.string, let keyID = json["kid"]?.string,
            json["typ"]?.string == "JWT"
        else { throw .header }
        self.algorithm = algorithm
        self.keyID = keyID
    }
}
