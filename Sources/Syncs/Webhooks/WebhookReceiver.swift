import ConnectorHost
import Core
import Logging
import Postgres
import Sealing
import Web

/// Takes deliveries in: finds the hook, verifies the signature, stores. An unknown token, a wrong signature and a stale one get the very same answer; what
/// is here already is answered as it was the first time, because platforms stop sending to hooks that refuse their retries.
struct WebhookReceiver: Sendable {
    let environment: SyncEnvironment
    let limiter: any RateLimiter
    let stored: Webhooks.StoredCredential

    /// From one address. Platforms deliver for all tenants from few addresses.
    static let addressRate = RateRule(name: "hooks", limit: 6_000, window: .seconds(60))
    /// Addresses that opened nothing, from one client.
    static let refusalRate = RateRule(name: "hooks", limit: 60, window: .seconds(60))
    /// To one connection.
    static let hookRate = RateRule(name: "hook", limit: 3_000, window: .seconds(60))

    /// - Throws: `Problem`: 404 for whatever is not accepted; 413, 429.
    func receive(_ connection: String, _ token: String, _ facts: RequestFacts, _ body: Web.UploadBody) async throws {
        let (hook, tenant): (OpenHook, TenantID)
        do { (hook, tenant) = try await admit(connection, token, facts) } catch let refusal as Problem where refusal == .notFound {
            // Read all the same and not kept, so that neither the bound nor an unread body tells an unknown token from a wrong signature.
            for try await _ in body {}
            throw refusal
        }
        let bytes = try await body.collect()
        let now = environment.time.now
        let delivery = try await verify(hook, tenant, bytes, facts, now)
        let id = DeliveryID()
        let sealed = try await environment.keyring(tenant).seal(bytes, in: WaitingDelivery.place(id))
        _ = try await environment.database.inTenant(tenant) { tx in try await DeliveryStore.accept(delivery, as: id, sealed: sealed, tx) }
    }

    /// The handshake of a subscription: gives the challenge back to whoever knows the token.
    func challenge(_ connection: String, _ token: String, _ asked: Handshake, _ facts: RequestFacts) async throws -> String {
        let (hook, tenant) = try await admit(connection, token, facts)
        let descriptions = environment.catalog.newest(hook.connector)?.manifest.webhooks ?? []
        guard let description = descriptions.first(where: { $0.scheme == .meta }), asked.mode == "subscribe" else {
            throw try await refusal(facts, "handshake", hook)
        }
        let expected: [Secret]
        if let member = description.verifyTokenMember {
            expected = try await credential(tenant, hook.connection, member)
        } else {
            expected = [Secret(token)]
        }
        guard !asked.verifyToken.isEmpty, expected.contains(Secret(asked.verifyToken)), Handshake.isPlain(asked.challenge) else {
            throw try await refusal(facts, "handshake", hook)
        }
        return asked.challenge
    }

    /// What a platform asks when a subscription is made.
    struct Handshake: Sendable {
        let mode: String
        let verifyToken: String
        let challenge: String

        /// Letters and digits alone are given back, whoever asks.
        static func isPlain(_ text: String) -> Bool {
            (1...200).contains(text.utf8.count)
                && text.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
        }
    }

    /// The hook that the address names, within its rates. The body is not read before.
    private func admit(_ connection: String, _ token: String, _ facts: RequestFacts) async throws -> (OpenHook, TenantID) {
        try await count(.address(facts.address), Self.addressRate)
        guard let token = HookToken(token), let connection = ConnectionID(connection) else { throw try await refusal(facts, "token", nil) }
        let hook = try await environment.database.inTenant(token.tenant, .readOnly) { tx in
            try await HookStore.find(connection, token.hash, tx)
        }
        guard let hook else { throw try await refusal(facts, "token", nil) }
        try await count(.operation("webhooks", token.tenant, .system("hook:\(connection)")), Self.hookRate)
        return (hook, token.tenant)
    }

    private func verify(_ hook: OpenHook, _ tenant: TenantID, _ body: [UInt8], _ facts: RequestFacts, _ now: Instant) async throws -> VerifiedDelivery
    {
        let header: (String) -> String? = { facts.headers[$0] }
        let own = try await environment.keyring(tenant).openAll(hook.sealedSecrets, in: HookStore.place(hook.connection))
        for description in environment.catalog.newest(hook.connector)?.manifest.webhooks ?? [] {
            var secrets = own
            if own.isEmpty, let member = description.secretMember { secrets = try await credential(tenant, hook.connection, member) }
            let verdict = WebhookSignature(description: description).verify(body, secrets: secrets, now: now, header: header)
            guard case .verified(let signedAt) = verdict else { continue }
            return VerifiedDelivery(hook.connection, description, signedAt: signedAt, body: body, now: now, header: header)
        }
        throw try await refusal(facts, "signature", hook)
    }

    /// The texts of a member of the connection's credential: one, or a list while it is being changed.
    private func credential(_ tenant: TenantID, _ connection: ConnectionID, _ member: String) async throws -> [Secret] {
        guard let credential = try await stored(tenant, connection), let parts = try? JSON(parsing: credential.reveal()) else {
            return []
        }
        let value = parts[member]
        return (value?.array ?? [value].compactMap(\.self)).compactMap { $0.string.map { Secret($0) } }
    }

    /// One answer for all that is refused; why stands in the log alone.
    private func refusal(_ facts: RequestFacts, _ reason: String, _ hook: OpenHook?) async throws -> Problem {
        environment.logger.info(
            "a delivery is refused",
            metadata: ["reason": "\(reason)", "connector": "\(hook?.connector ?? "-")", "request_id": "\(facts.requestID)"])
        try await count(.refusals(facts.address), Self.refusalRate)
        return .notFound
    }

    private func count(_ key: RateKey, _ rule: RateRule) async throws {
        guard let decision = await limiter.take(key, rules: [rule]), !decision.isAllowed else { return }
        throw Problem(
            status: 429, code: "rate_limited", title: "Too many requests",
            detail: "At most \(rule.limit) requests in \(rule.window.components.seconds) seconds.", retryAfter: max(.seconds(1), decision.retryAfter))
    }
}

extension TenantKeyring {
    fileprivate func openAll(_ sealed: [[UInt8]], in place: FieldPlace) throws -> [Secret] { try sealed.map { try openText($0, in: place) } }
}
