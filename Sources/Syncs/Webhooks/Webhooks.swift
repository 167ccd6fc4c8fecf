package import Core
package import Jobs
package import Web

/// What platforms send by themselves: takes it in, stores it, and turns it into rows.
package struct Webhooks: Sendable {
    let environment: SyncEnvironment
    private let publicURL: String
    private let limiter: any RateLimiter
    private let credential: StoredCredential

    /// A connection's credential as it is stored.
    package typealias StoredCredential = @Sendable (TenantID, ConnectionID) async throws -> Secret?

    /// - Parameters:
    ///   - publicURL: how platforms reach this server, without a slash at its end.
    ///   - limiter: counts requests by address and by connection; a worker needs none.
    ///   - credential: where signing secrets stand. It must not renew anything: a delivery is verified without a word to the platform. `nil` for the
    ///     environment's own.
    package init(
        _ environment: SyncEnvironment, publicURL: String, limiter: any RateLimiter = UnlimitedRate(), credential: StoredCredential? = nil
    ) {
        self.environment = environment
        self.publicURL = publicURL
        self.limiter = limiter
        self.credential = credential ?? environment.credential
    }

    /// The kind of a delivery's job; its input is `{"delivery_id"}`.
    package static let jobKind: JobKind = "webhook"

    /// What the problem codes of these endpoints mean, for their pages.
    package static let problems = [
        "delivery_body_gone": "The body of a delivery that was given up is kept for thirty days. A sync reads what it was about.",
        "delivery_not_dead": "Only a delivery that was given up can be tried again: this one is under way, or done.",
        "no_webhooks": "This connector's platform sends nothing that can be verified here. Its syncs read what changed.",
    ]

    package var endpoints: [Endpoint] {
        let receiver = WebhookReceiver(environment: environment, limiter: limiter, stored: credential)
        return ReceivingRoutes(receiver: receiver).endpoints + HookRoutes(database: environment.database, making: making).endpoints
            + DeliveryRoutes(database: environment.database).endpoints
    }

    private var making: HookMaking { HookMaking(environment: environment, publicURL: publicURL) }

    /// Whether the connector's platform sends something that this host can verify.
    package func takes(_ connector: String) -> Bool { making.takes(connector) }

    /// The address of a connection's hook as far as it is no secret.
    package func shownAddress(_ tenant: TenantID, _ connection: ConnectionID) -> String { making.shownAddress(tenant, connection) }

    /// Makes a connection's hook, or gives it a new address: the whole of it, this one time.
    /// - Parameter secret: what the platform signs with; `nil` leaves what was given before, else what the connection's credential says.
    /// - Throws: `Problem`: 404; 409 `no_webhooks`.
    package func makeHook(_ tenant: TenantID, _ connection: ConnectionID, secret: Secret?) async throws -> Secret {
        Secret(try await making.make(tenant, connection, secret: secret).url)
    }

    /// What a worker does with a job of the kind `webhook`.
    package var handler: JobHandler {
        JobHandler(Self.jobKind, deadline: .seconds(300)) { context in
            try await DeliveryJob(environment: environment).run(
                tenant: context.tenant, input: context.input, isLast: context.job.attempt >= context.job.maxAttempts)
        }
    }

    /// Gives up and removes deliveries in time; runs until it is cancelled.
    package var sweeper: DeliverySweeper { DeliverySweeper(environment: environment) }
}

extension Syncs {
    /// The webhooks of the same environment.
    /// - Parameters:
    ///   - publicURL: how platforms reach this server, without a slash at its end.
    ///   - limiter: counts what comes in.
    ///   - credential: a connection's credential as it is stored, without renewing it.
    package func webhooks(publicURL: String, limiter: any RateLimiter, credential: @escaping Webhooks.StoredCredential) -> Webhooks {
        Webhooks(environment, publicURL: publicURL, limiter: limiter, credential: credential)
    }
}
