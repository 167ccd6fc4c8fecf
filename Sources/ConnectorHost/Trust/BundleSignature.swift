import Core

/// The SIGNATURE of a bundle: one line, `ed25519 KEY-ID BASE64URL`, over the bytes of CHECKSUMS, which names connector.json and every other file.
package struct BundleSignature: Sendable, Hashable {
    package let keyID: String
    /// 64 bytes.
    package let bytes: [UInt8]

    init(keyID: String, bytes: [UInt8]) {
        self.keyID = keyID
        self.bytes = bytes
    }

    /// `nil` where the text is not of the form.
    package init?(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 3, words[0] == "ed25519", TrustKey.isID(String(words[1])), let bytes = Base64URL.decode(words[2]), bytes.count == 64
        else {
            return nil
        }
        self.init(keyID: String(words[1]), bytes: bytes)
    }

    /// The file's text.
    package var text: String { "ed25519 \(keyID) \(Base64URL.encode(bytes))\n" }
}
