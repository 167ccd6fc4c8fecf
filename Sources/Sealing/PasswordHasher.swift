import CArgon2
package import Core
import Glibc

/// Makes and checks password hashes with Argon2id, on threads of its own: at most as many at once as there are cores (19 MiB each), a bounded queue
/// behind them.
package final class PasswordHasher: Sendable {
    package let parameters: Argon2Parameters
    private let threads: HashThreads
    private let dummy: PasswordHash

    /// More waiting logins than `queueLimit` are turned away with `503 busy`: at 21 ms a hash, 32 of them on two cores wait a third of a second.
    package init(
        parameters: Argon2Parameters = .standard, concurrency: Int = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), queueLimit: Int = 32
    ) throws {
        guard let dummy = Self.makeDummy(parameters) else { throw PasswordHashingError.parameters }
        self.parameters = parameters
        self.dummy = dummy
        threads = HashThreads(count: concurrency, queueLimit: queueLimit)
    }

    /// - Throws: `Problem` 503 `busy` when too many wait already; `CancellationError`.
    package func hash(_ password: Secret) async throws -> PasswordHash {
        let parameters = parameters
        let salt = RandomToken.bytes(16)
        let result = try await threads.run { Self.encode(password, salt: salt, parameters) }
        guard let text = result, let hash = PasswordHash(text) else { throw PasswordHashingError.failed }
        return hash
    }

    /// Whether the password belongs to the hash. With `nil` (no such user, no password set) it does the same work and says no, so that the time tells
    /// nothing.
    /// - Throws: `Problem` 503 `busy` when too many wait already; `CancellationError`.
    package func verify(_ password: Secret, against hash: PasswordHash?) async throws -> Bool {
        let stored = hash ?? dummy
        let matches = try await threads.run { Self.matches(password, stored) }
        return matches && hash != nil
    }

    /// Whether the hash was made with less than today's costs: hash the password again while it is at hand.
    package func needsRehash(_ hash: PasswordHash) -> Bool { hash.parameters.isWeaker(than: parameters) }

    // 256 scalars are 1,024 bytes of UTF-8 at most; what is longer was never accepted as a password, and costs no more than one that was.
    private static let longestPassword = 1_024

    private static func matches(_ password: Secret, _ hash: PasswordHash) -> Bool {
        let bytes = Array(password.reveal().utf8)
        let used = bytes.prefix(longestPassword)
        let result = used.withContiguousStorageIfAvailable { argon2id_verify(hash.text, $0.baseAddress, $0.count) }
        return result == ARGON2_OK.rawValue && bytes.count <= longestPassword
    }

    private static func encode(_ password: Secret, salt: [UInt8], _ parameters: Argon2Parameters) -> String? {
        let bytes = Array(password.reveal().utf8)
        guard bytes.count <= longestPassword else { return nil }
        var encoded = [CChar](repeating: 0, count: 256)
        let result = argon2id_hash_encoded(
            parameters.passes, parameters.memory, parameters.lanes, bytes, bytes.count, salt, salt.count, 32, &encoded, encoded.count)
        guard result == ARGON2_OK.rawValue else { return nil }
        return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A hash that no password has: random bytes in the place of salt and digest.
    private static func makeDummy(_ parameters: Argon2Parameters) -> PasswordHash? {
        PasswordHash("$argon2id$v=19$\(parameters.encoded)$\(base64(RandomToken.bytes(16)))$\(base64(RandomToken.bytes(32)))")
    }

    /// Base64 in the standard alphabet without padding, as Argon2's encoding has it.
    private static func base64(_ bytes: [UInt8]) -> String {
        String(Base64URL.encode(bytes).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    }
}

/// Why hashing can not work at all: a matter of configuration or memory, not of the password.
package enum PasswordHashingError: Error, Sendable, Hashable {
    /// The costs are outside 8 KiB … 256 MiB, 1 … 16 passes, 1 … 8 lanes.
    case parameters
    /// Argon2 had no memory, or the password is longer than the policy allows.
    case failed
}
