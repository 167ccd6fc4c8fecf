import ConnectorHost
import Core
import Jobs
import Logging
import Postgres
import Sealing

/// Turns a delivery into rows: runs the connector's `webhook` and stores what it emits in one transaction. It may be run again at any time.
struct DeliveryJob: Sendable {
    let environment: SyncEnvironment

    /// How long a delivery waits for a connection that is paused or broken before it is looked at again.
    private static let rest = Duration.seconds(900)

    /// - Parameter isLast: whether no further attempt follows.
    /// - Throws: `JobFailure` with what is to come of it, or what says nothing about the delivery.
    func run(tenant: TenantID, input: JSON, isLast: Bool) async throws -> JobOutcome {
        guard let id = input["delivery_id"]?.string.flatMap({ DeliveryID($0) }) else { return .done() }
        let found = try await environment.database.inTenant(tenant, .readOnly) { tx in try await DeliveryStore.waiting(id, tx) }
        guard let delivery = found else { return .done() }
        guard delivery.isActive else { return .later(environment.time.now + Self.rest) }
        do {
            return .done(["written": .integer(try await take(delivery, tenant))])
        } catch {
            guard let failure = DeliveryFailure(error) else { throw error }
            let isDead = isLast || failure.isFinal
            try await environment.database.inTenant(tenant) { tx in try await DeliveryStore.fail(id, failure.fault, isDead: isDead, tx) }
            environment.logger.warning(
                "a delivery could not be stored",
                metadata: ["connector": "\(delivery.connector)", "kind": "\(failure.fault.kind.rawValue)", "dead": "\(isDead)"])
            throw JobFailure("\(failure.fault.kind.rawValue): \(failure.fault.message)", retry: isDead ? .never : failure.retry(environment.time.now))
        }
    }

    /// Gives how many rows were written.
    private func take(_ delivery: WaitingDelivery, _ tenant: TenantID) async throws -> Int64 {
        guard let bundle = environment.catalog.newest(delivery.connector) else {
            throw SyncFault(.config, "The connector \"\(delivery.connector)\" is not installed on this host.")
        }
        let platform = PlatformName.of(bundle.manifest, delivery.connection)
        let rows = try await read(delivery, bundle, platform, tenant)
        return try await environment.database.inTenant(tenant) { tx in
            guard try await DeliveryStore.lock(delivery.id, tx) else { return 0 }
            let written = try await rows.merge(MergeScope(tenant: tenant, connection: delivery.connection, platform: platform), tx)
            try await DeliveryStore.finish(delivery.id, rows, written: written, tx)
            return written
        }
    }

    /// Runs the connector, sealed.
    private func read(_ delivery: WaitingDelivery, _ bundle: ConnectorBundle, _ platform: String, _ tenant: TenantID) async throws -> DeliveredRows {
        let keys = try await environment.keyring(tenant)
        let body = try keys.open(delivery.sealedBody, in: WaitingDelivery.place(delivery.id))
        let host = DeliveryHost(
            staged: StagedRows(bundle.manifest, ids: EntityIDs(tenant: tenant, platform: platform), keys: keys), time: environment.time,
            logger: environment.logger
        ) { [environment] in
            let credential = try await environment.credential(tenant, delivery.connection)
            return try HostRequests(
                environment, bundle.manifest, tenant: tenant, config: delivery.config, credential: credential,
                renewal: environment.renewal(tenant, delivery.connection), tally: CallTally())
        }
        do {
            let reception = try await ConnectorSession.run(bundle, environment.runner(of: bundle)) { session in
                try await session.webhook(delivery.document(bundle.manifest.configSchema), body: body, host)
            }
            return await host.rows(reception)
        } catch let refusal as BundleRefusal {
            throw PluginFault.notLoaded(reason: refusal.code, detail: refusal.sentence)
        }
    }
}

/// What went wrong with a delivery, and whether it can go better another time.
struct DeliveryFailure: Sendable, Hashable {
    let fault: SyncFault
    let isFinal: Bool
    let until: Instant?

    /// `nil` for errors that say nothing about the delivery: the database is away, the worker goes down.
    init?(_ error: any Error) {
        switch error {
        case let error as ConnectorError:
            fault = SyncFault(Self.kind(error.kind), error.message, detail: error.detail, stream: error.stream)
            isFinal = error.kind == .contract || error.kind == .permanent
            until = error.until
        case let error as PluginFault:
            fault = SyncFault(.plugin, error.sentence)
            isFinal = false
            until = nil
        case let error as SyncFault:
            fault = error
            isFinal = error.kind == .contract || error.kind == .permanent
            until = nil
        case let error as PostgresError where error.sqlState?.hasPrefix("22") == true || error.sqlState?.hasPrefix("23") == true:
            // The rows are at fault: data exceptions and integrity constraints (PostgreSQL manual, appendix A).
            fault = SyncFault(.contract, "The database refused the rows: \(error.message)", detail: error.sqlState)
            isFinal = true
            until = nil
        default: return nil
        }
    }

    /// A platform's own word on when, else backoff.
    func retry(_ now: Instant) -> JobFailure.Retry { until.map { .after(max(.seconds(1), $0 - now)) } ?? .withBackoff }

    private static func kind(_ kind: ConnectorError.Kind) -> SyncFault.Kind {
        switch kind {
        case .config: .config
        case .auth: .auth
        case .transient, .rateLimited, .quota: .transient
        case .contract: .contract
        case .permanent: .permanent
        }
    }
}
