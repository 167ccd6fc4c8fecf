package import Core

/// The order of frames in a session, decided without a process: it is told what arrived and says what that means.
package struct SessionMachine: Sendable {
    private enum Phase: Sendable, Hashable {
        case loading
        case idle
        case calling(UInt32)
        case ended
    }

    /// What a frame means.
    package enum Step: Sendable, Hashable {
        /// Sealed and loaded.
        case ready(RunnerReady)
        /// The runner could not seal, load or speak, and ends.
        case notLoaded(reason: String, detail: String)
        /// The connector asks something; answer with this call number where an answer is due.
        case asked(HostCall, call: UInt32)
        /// The call has ended.
        case finished(succeeded: Bool, document: ArraySlice<UInt8>)
    }

    private var phase = Phase.loading
    private var lastCall: UInt32 = 0

    package init() {}

    /// Whether a call may be made now.
    package var isIdle: Bool { phase == .idle }

    /// The number of the next call, which is under way from now on; `nil` when the session is not free.
    package mutating func begin() -> UInt32? {
        guard phase == .idle else { return nil }
        lastCall &+= 1
        phase = .calling(lastCall)
        return lastCall
    }

    /// Nothing may come any more.
    package mutating func end() { phase = .ended }

    /// Takes the runner's next frame.
    /// - Throws: `ProtocolFault` when it may not come now or is malformed; the session is over then.
    package mutating func take(_ frame: Frame) throws(ProtocolFault) -> Step {
        do throws(ProtocolFault) { return try step(frame) } catch {
            phase = .ended
            throw error
        }
    }

    private mutating func step(_ frame: Frame) throws(ProtocolFault) -> Step {
        guard frame.kind.comesFromRunner else { throw .outOfOrder("a frame of the host's own kinds") }
        switch (frame.kind, phase) {
        case (_, .ended): throw .outOfOrder("a frame after the end")
        case (.fault, _):
            phase = .ended
            return fault(frame)
        case (.ready, .loading):
            phase = .idle
            return .ready(try RunnerReady(frame))
        case (.ready, _): throw .outOfOrder("a second ready frame")
        case (.result, .calling(let call)):
            guard frame.call == call else { throw .outOfOrder("the result of another call") }
            phase = .idle
            return .finished(succeeded: try succeeded(frame), document: frame.body)
        case (.result, _): throw .outOfOrder("a result that nobody asked for")
        // What a constructor of the library writes to the pipe arrives before READY: no connector speaks before it is asked.
        case (_, .loading), (_, .idle): throw .outOfOrder("a host call outside a call")
        case (_, .calling): return .asked(try HostCall(frame), call: frame.call)
        }
    }

    private func fault(_ frame: Frame) -> Step {
        let head = (try? JSON(parsing: frame.head)) ?? [:]
        return .notLoaded(reason: head["reason"]?.string ?? "unknown", detail: String((head["detail"]?.string ?? "").prefix(600)))
    }

    private func succeeded(_ frame: Frame) throws(ProtocolFault) -> Bool {
        guard let status = (try? JSON(parsing: frame.head))?["status"]?.integer, status == 0 || status == 1 else {
            throw .malformed("a result without a status")
        }
        return status == 0
    }
}

/// What the runner says once it is sealed and the library is loaded.
package struct RunnerReady: Sendable, Hashable {
    package let abiMajor: Int64
    package let abiMinor: Int64
    /// The optional functions that the library has: `write`, `webhook`.
    package let offers: Set<String>
    package let seal: SealReport

    init(_ frame: Frame) throws(ProtocolFault) {
        guard let head = try? JSON(parsing: frame.head), let major = head["abi_major"]?.integer, let minor = head["abi_minor"]?.integer,
            let seal = head["seal"]
        else {
            throw .malformed("a ready frame without abi and seal")
        }
        abiMajor = major
        abiMinor = minor
        offers = Set((head["offers"]?.array ?? []).compactMap(\.string))
        self.seal = SealReport(seal)
    }
}

/// Which parts of the seal the kernel gave.
package struct SealReport: Sendable, Hashable {
    /// All of them.
    package let isWhole: Bool
    /// Landlock's ABI in force; 0 where the kernel has none.
    package let landlock: Int64
    package let seccomp: Bool
    /// The runner's own words, for health reports.
    package let document: JSON

    init(_ document: JSON) {
        isWhole = document["whole"]?.bool ?? false
        landlock = document["landlock"]?.integer ?? 0
        seccomp = document["seccomp"]?.bool ?? false
        self.document = document
    }
}
