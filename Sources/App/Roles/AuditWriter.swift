import Audit
import ServiceLifecycle

/// Keeps an audit trail written for as long as the process runs, and writes what is left when it ends.
struct AuditWriter: Service {
    let trail: AuditTrail

    func run() async throws {
        await cancelWhenGracefulShutdown { await trail.run() }
    }
}
