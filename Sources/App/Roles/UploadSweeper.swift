import Exchange
import Logging
import Postgres
import ServiceLifecycle

/// Removes half-received uploads of processes that died: at the start and once an hour.
struct UploadSweeper: Service {
    let exchange: Exchange
    let platform: PlatformDatabase
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await exchange.uploads.keepSwept(platform, logger: logger) }
    }
}
