/// Why a key or a sealed value was refused. Says nothing about the content.
package enum SealingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A master key that is not 32 bytes in base64 or hexadecimal, an id that is not 1 to 65535, an id given twice, or no key at all.
    case invalidMasterKey(String)
    /// The bytes are no sealed value of a known version.
    case malformed
    /// The value names a key that is not at hand.
    case unknownKey(UInt16)
    /// The value was changed, or was sealed for another place, another tenant or under another key.
    case notAuthentic

    package var description: String {
        switch self {
        case .invalidMasterKey(let why): "the master key is not usable: \(why)"
        case .malformed: "the bytes are no sealed value"
        case .unknownKey(let id): "the value needs key \(id), which is not at hand"
        case .notAuthentic: "the value was changed or belongs to another place"
        }
    }
}
