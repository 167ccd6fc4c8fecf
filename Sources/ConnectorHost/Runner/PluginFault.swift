/// How a connector broke its run. It is the plugin's fault, not the platform's and not the tenant's: one resume from the checkpoint, then the
/// connection is paused.
package enum PluginFault: Error, Sendable, Hashable {
    case crashed(signal: Int32)
    /// It ended the process instead of returning.
    case exited(code: Int32)
    /// It sent nothing for that long while the host waited.
    case hung(Duration)
    /// It ran into its limit of memory, in bytes.
    case overMemory(limit: Int)
    /// It ran into its limit of processor time, in seconds.
    case overProcessorTime(limit: Int)
    /// It tried a system call that the seal kills for.
    case sealBroken
    /// It spoke against the protocol, or closed its pipe.
    case protocolViolation(String)
    /// The runner could not seal itself or load the library. `reason`: seal, load, symbol, abi, protocol, spawn.
    case notLoaded(reason: String, detail: String)

    /// The stable name for records and metrics.
    package var name: String {
        switch self {
        case .crashed: "crashed"
        case .exited: "exited"
        case .hung: "hung"
        case .overMemory: "over_memory"
        case .overProcessorTime: "over_processor_time"
        case .sealBroken: "seal_broken"
        case .protocolViolation: "protocol_violation"
        case .notLoaded: "not_loaded"
        }
    }

    /// What happened, in a sentence.
    package var sentence: String {
        switch self {
        case .crashed(let signal): "The connector crashed (signal \(signal))."
        case .exited(let code): "The connector ended its process with code \(code) instead of returning."
        case .hung(let silence): "The connector did not answer for \(silence.components.seconds) s and was stopped."
        case .overMemory(let limit): "The connector needed more than its \(limit >> 20) MiB of memory."
        case .overProcessorTime(let limit): "The connector used more than its \(limit) s of processor time."
        case .sealBroken: "The connector tried something that its seal forbids and was stopped."
        case .protocolViolation(let what): "The connector broke the protocol: \(what)."
        case .notLoaded(let reason, let detail): "The connector could not be loaded (\(reason)): \(detail)"
        }
    }
}

extension PluginFault: CustomStringConvertible {
    package var description: String { sentence }
}
