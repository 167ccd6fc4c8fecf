import Foundation
import Glibc
import Synchronization

/// The one product that most tests look at: started by the first that asks, stopped at the exit of the test process.
actor SharedProduct {
    private static let shared = SharedProduct()
    private static let running = Mutex<RunningProduct?>(nil)
    private var starting: Task<RunningProduct, any Error>?

    static func get() async throws -> RunningProduct { try await shared.product() }

    private func product() async throws -> RunningProduct {
        if let starting { return try await starting.value }
        // A task, so that all first callers wait for one and the same start.
        let task = Task {
            try await RunningProduct.start { product in
                Self.running.withLock { $0 = product }
                atexit { SharedProduct.running.withLock { $0 }?.stopBlocking() }
            }
        }
        starting = task
        return try await task.value
    }
}
