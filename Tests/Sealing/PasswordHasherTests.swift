import Core
import Sealing
import Testing

struct PasswordHasherTests {
    @Test func `A password fits the hash that was made of it`() async throws {
        let hasher = try PasswordHasher(parameters: .cheap)
        let password = Secret("violet train under seven bridges")

        let hash = try await hasher.hash(password)

        #expect(try await hasher.verify(password, against: hash))
        #expect(try await !hasher.verify(Secret("violet train under eight bridges"), against: hash))
    }

    @Test func `The standard costs are the least that OWASP allows`() async throws {
        let hasher = try PasswordHasher()

        let hash = try await hasher.hash(Secret("violet train under seven bridges"))

        #expect(hash.text.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try await hasher.verify(Secret("violet train under seven bridges"), against: hash))
    }

    @Test func `Nothing of a long password is cut off`() async throws {
        let hasher = try PasswordHasher(parameters: .cheap)
        let long = String(repeating: "a", count: 255)

        let hash = try await hasher.hash(Secret(long + "b"))

        #expect(try await hasher.verify(Secret(long + "b"), against: hash))
        #expect(try await !hasher.verify(Secret(long + "c"), against: hash))
        #expect(try await !hasher.verify(Secret(long), against: hash))
    }

    @Test func `A password with a NUL in it is not cut there`() async throws {
        let hasher = try PasswordHasher(parameters: .cheap)

        let hash = try await hasher.hash(Secret("violet train\0under"))

        #expect(try await !hasher.verify(Secret("violet train"), against: hash))
        #expect(try await !hasher.verify(Secret("violet train\0other"), against: hash))
    }

    @Test func `An unknown user's password is never right, whatever it is`() async throws {
        let hasher = try PasswordHasher(parameters: .cheap)

        #expect(try await !hasher.verify(Secret("violet train under seven bridges"), against: nil))
        #expect(try await !hasher.verify(Secret(""), against: nil))
        #expect(try await !hasher.verify(Secret(String(repeating: "x", count: 5_000)), against: nil))
    }

    @Test func `Two hashes of one password differ`() async throws {
        let hasher = try PasswordHasher(parameters: .cheap)

        let first = try await hasher.hash(Secret("violet train under seven bridges"))
        let second = try await hasher.hash(Secret("violet train under seven bridges"))

        #expect(first != second)
    }

    @Test func `A hash of lower costs is to be made anew`() async throws {
        let old = try PasswordHasher(parameters: .cheap)
        let new = try PasswordHasher(parameters: Argon2Parameters(memory: 64, passes: 2, lanes: 1))

        let hash = try await old.hash(Secret("violet train under seven bridges"))

        #expect(!old.needsRehash(hash))
        #expect(new.needsRehash(hash))
        #expect(try await new.verify(Secret("violet train under seven bridges"), against: hash))
    }

    @Test(arguments: [
        "", "plain", "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA", "$argon2id$v=16$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA",
        "$2b$12$abcdefghijklmnopqrstuv",
        "$argon2id$v=19$m=4000000,t=2,p=1$c2FsdHNhbHQ$aGFzaA", "$argon2id$v=19$m=19456,t=9999,p=1$c2FsdHNhbHQ$aGFzaA",
        "$argon2id$v=19$m=19456,t=2$c2FsdHNhbHQ$aGFzaA",
        "$argon2id$v=19$m=19456,t=2,p=1$c2Fs dA$aGFzaA",
    ])
    func `What is no affordable Argon2id hash is not read`(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test func `Who finds the queue full is told to come again`() async throws {
        let hasher = try PasswordHasher(parameters: Argon2Parameters(memory: 65_536, passes: 4, lanes: 1), concurrency: 1, queueLimit: 2)

        let outcomes = await withTaskGroup(of: Problem?.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    do {
                        _ = try await hasher.verify(Secret("violet train under seven bridges"), against: nil)
                        return nil
                    } catch { return error as? Problem }
                }
            }
            return await group.reduce(into: [Problem?]()) { $0.append($1) }
        }

        let refused = outcomes.compactMap { $0 }
        #expect(refused.count >= 1)
        #expect(outcomes.count - refused.count >= 2)
        #expect(refused.allSatisfy { $0.status == 503 && $0.code == "busy" && $0.retryAfter != nil })
    }

    @Test func `A cancelled login leaves the queue`() async throws {
        let hasher = try PasswordHasher(parameters: Argon2Parameters(memory: 65_536, passes: 4, lanes: 1), concurrency: 1, queueLimit: 1)
        let running = Task { try await hasher.verify(Secret("first"), against: nil) }
        let cancelled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await hasher.verify(Secret("second"), against: nil)
        }

        await #expect(throws: CancellationError.self) { try await cancelled.value }

        #expect(try await !running.value)
    }

    @Test func `A hash does not print itself`() async throws {
        let hash = try await PasswordHasher(parameters: .cheap).hash(Secret("violet train under seven bridges"))

        #expect("\(hash)" == "<password hash>")
        #expect(!String(reflecting: hash).contains("argon2id") || String(reflecting: hash) == "<password hash>")
    }
}

extension Argon2Parameters {
    /// Quick, for tests that are not about costs.
    static let cheap = Argon2Parameters(memory: 16, passes: 1, lanes: 1)
}
