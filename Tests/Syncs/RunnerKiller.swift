import ConnectorHost
import Foundation
import Synchronization

/// Kills the runner of a session when a frame of its pipe passes.
final class RunnerKiller: Sendable {
    private struct Aim {
        var frame: Int?
        var session: ConnectorSession?
    }

    private let aim = Mutex(Aim())

    /// The session that runs now.
    func began(_ session: ConnectorSession) { aim.withLock { $0.session = session } }

    /// The next frame of this number ends its runner; those that follow it live.
    func aim(at frame: Int) { aim.withLock { $0.frame = frame } }

    func passed(_ frame: Int) {
        let session = aim.withLock { aim -> ConnectorSession? in
            guard aim.frame == frame else { return nil }
            aim.frame = nil
            return aim.session
        }
        session?.kill()
    }
}

/// A small generator with a seed (Steele, Lea, Flood: SplitMix64), so that a run can be had again.
struct SeededRandom: RandomNumberGenerator {
    /// What the environment asks for.
    static let given = ProcessInfo.processInfo.environment["TACTICS_TEST_SEED"].flatMap { UInt64($0) }

    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
