import Foundation
import Statistics
import Synchronization

/// The progress of several chains as one share.
final class SamplingShare: Sendable {
    private let done: Mutex<[Int]>

    init(_ chains: Int) { done = Mutex([Int](repeating: 0, count: chains)) }

    func report(_ step: String, _ progress: RunProgress?) -> (@Sendable (SamplingProgress) -> Void)? {
        guard let progress else { return nil }
        return { chain in
            let all = self.done.withLock { done in
                if chain.chain < done.count { done[chain.chain] = chain.done }
                return (done.reduce(0, +), done.count)
            }
            progress(step, Double(all.0) / Double(max(all.1 * chain.total, 1)))
        }
    }
}

/// e to a power.
enum Exponential {
    static func of(_ value: Double) -> Double { exp(value) }
}
