import Identity
import Postgres
import ServiceLifecycle

/// Hears of changes of who may do what for as long as the process runs.
struct AccessWatcher: Service {
    let identity: Identity
    let listener: Listener

    func run() async throws {
        await cancelWhenGracefulShutdown { await identity.watch(listener) }
    }
}
