import AsyncHTTPClient
import Synchronization

/// A client and how many calls hold it, so that none is closed under a call.
final class PooledClient: Sendable {
    private struct Use {
        var calls = 0
        var last = ContinuousClock.now
    }

    let client: HTTPClient
    private let use = Mutex(Use())

    init(client: HTTPClient) { self.client = client }

    /// A client that nobody closed closes its connections with its last reference; one that was closed says so, which is fine.
    deinit { client.shutdown { _ in } }

    var isIdle: Bool { use.withLock { $0.calls == 0 } }
    var lastUsed: ContinuousClock.Instant { use.withLock { $0.last } }

    func lend() -> ClientLease {
        use.withLock { $0.calls += 1 }
        return ClientLease(self)
    }

    fileprivate func giveBack() {
        use.withLock {
            $0.calls -= 1
            $0.last = .now
        }
    }
}

/// One call's hold on a client; it ends once, at the latest with its last reference.
final class ClientLease: Sendable {
    private let pooled: PooledClient
    private let isOver = Atomic(false)

    init(_ pooled: PooledClient) { self.pooled = pooled }

    deinit { end() }

    var client: HTTPClient { pooled.client }

    func end() {
        if !isOver.exchange(true, ordering: .acquiringAndReleasing) { pooled.giveBack() }
    }
}
