import CConnector
import Core
import Glibc
import Synchronization

/// One connector on its own thread of this process: loads it, carries out its calls, and speaks for it on the pipe, as connector-runner does.
// Everything but `state` is used by the connector's thread alone, from `run` on.
final class InProcessPlugin: @unchecked Sendable {
    private struct State {
        var usage: RunnerUsage?
        var hostEndsAreClosed = false
    }

    private let state = Mutex(State())
    var pipe: PluginPipe
    var lastCall: UInt32 = 0
    var isCancelled = false
    var lastError = LentBytes([])
    var responseHead = LentBytes([])

    init(_ pipe: PluginPipe) { self.pipe = pipe }

    /// What the thread used, once it has ended. Memory is the process's own and can not be told apart.
    var usage: RunnerUsage? { state.withLock { $0.usage } }

    /// Closes the host's ends once.
    func closeHostEnds(_ ends: [Int32]) {
        let isFirst = state.withLock { state -> Bool in
            defer { state.hostEndsAreClosed = true }
            return !state.hostEndsAreClosed
        }
        if isFirst { for end in ends { close(end) } }
    }

    // MARK: On the thread

    func run() {
        Self.blockSignals()
        let table = UnsafeMutablePointer<tactics_host>.allocate(capacity: 1)
        table.initialize(to: InProcessHost.table(Unmanaged.passUnretained(self).toOpaque()))
        if let connector = load(table) { serve(connector, table) }
        pipe.flush()
        pipe.close()
        table.deallocate()
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        let cpu = Duration.seconds(time.tv_sec) + .nanoseconds(Int64(time.tv_nsec))
        state.withLock { $0.usage = RunnerUsage(cpu: cpu, peakMemory: 0) }
    }

    /// A write to a pipe whose reader is gone is an error here, not a signal; signals from outside are the other threads' matter.
    private static func blockSignals() {
        var signals = sigset_t()
        sigfillset(&signals)
        for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&signals, fault) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private func load(_ table: UnsafeMutablePointer<tactics_host>) -> UnsafePointer<tactics_connector>? {
        guard let order = pipe.next(), order.kind == .load, let head = try? JSON(parsing: order.head), let library = head["library"]?.string,
            let entry = head["entry"]?.string
        else { return fault("protocol", "the first frame must be LOAD") }
        // Never unloaded: the runtime keeps what it has seen of a Swift library.
        guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else { return fault("load", String(cString: dlerror())) }
        guard let symbol = dlsym(handle, entry) else { return fault("symbol", entry) }
        typealias Entry = @convention(c) (UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>?
        guard let connector = unsafeBitCast(symbol, to: Entry.self)(table) else {
            return fault("abi", "the connector can not serve abi \(ConnectorBundle.abiMajor).\(ConnectorBundle.abiMinor)")
        }
        guard connector.pointee.abi_major == UInt32(ConnectorBundle.abiMajor) else {
            return fault("abi", "the connector speaks abi \(connector.pointee.abi_major), this host abi \(ConnectorBundle.abiMajor)")
        }
        guard connector.offersTheRequired else { return fault("abi", "manifest, check, discover, read and free_buffer are not all offered") }
        _ = pipe.put(
            Frame(
                .ready,
                [
                    "abi_major": .integer(connector.pointee.abi_major), "abi_minor": .integer(connector.pointee.abi_minor),
                    "offers": .array(connector.offers.map { .string($0) }), "seal": ["whole": false, "in_process": true],
                ]))
        pipe.flush()
        return connector
    }

    private func fault(_ reason: String, _ detail: String) -> UnsafePointer<tactics_connector>? {
        _ = pipe.put(Frame(.fault, ["reason": .string(reason), "detail": .string(String(detail.prefix(600)))]))
        return nil
    }

    private func serve(_ connector: UnsafePointer<tactics_connector>, _ host: UnsafePointer<tactics_host>) {
        while let frame = pipe.next() {
            switch frame.kind {
            case .cancel: continue  // of a call that ended meanwhile
            case .call: call(connector, host, frame)
            default:
                _ = fault("protocol", "the host sent a frame that is not expected here")
                return
            }
        }
    }

    private func call(_ connector: UnsafePointer<tactics_connector>, _ host: UnsafePointer<tactics_host>, _ frame: Frame) {
        isCancelled = false
        let name = (try? JSON(parsing: frame.head))?["function"]?.string ?? ""
        var result = tactics_buffer()
        var status = TACTICS_OK
        if name == "manifest" {
            if let manifest = connector.pointee.manifest { result = manifest() }
        } else if let function = connector.function(name) {
            // Borrowed for the call: this copy is ours.
            let argument = LentBytes(Array(frame.body))
            status = withExtendedLifetime(argument) { function(host, $0.borrowed, &result) }
        } else {
            let text = #"{"error":{"kind":"permanent","message":"The connector does not offer this function."}}"#
            return answer(frame.call, TACTICS_FAILED, Array(text.utf8))
        }
        let document = result.data.map { Array(UnsafeBufferPointer(start: $0, count: result.size)) } ?? []
        if result.data != nil { connector.pointee.free_buffer?(result) }
        answer(frame.call, status, document)
    }

    private func answer(_ call: UInt32, _ status: Int32, _ document: [UInt8]) {
        if !pipe.put(Frame(.result, call: call, ["status": .integer(status == TACTICS_OK ? 0 : 1)], body: document[...])) {
            let text = #"{"error":{"kind":"permanent","message":"The connector's answer is larger than 1 MiB."}}"#
            _ = pipe.put(Frame(.result, call: call, ["status": 1], body: Array(text.utf8)[...]))
        }
        pipe.flush()
    }
}

extension UnsafePointer<tactics_connector> {
    fileprivate typealias Function =
        @convention(c) (
            UnsafePointer<tactics_host>?, tactics_bytes, UnsafeMutablePointer<tactics_buffer>?
        ) -> Int32

    /// Whether the table is long enough to hold a function.
    private func holds<Member>(_ member: KeyPath<tactics_connector, Member>) -> Bool {
        guard let offset = MemoryLayout<tactics_connector>.offset(of: member) else { return false }
        return pointee.size >= offset + MemoryLayout<Member>.size
    }

    fileprivate var offersTheRequired: Bool {
        holds(\.free_buffer) && pointee.free_buffer != nil && pointee.manifest != nil && pointee.check != nil && pointee.discover != nil
            && pointee.read != nil
    }

    fileprivate var offers: [String] { ["write", "webhook"].filter { function($0) != nil } }

    fileprivate func function(_ name: String) -> Function? {
        switch name {
        case "check": pointee.check
        case "discover": pointee.discover
        case "read": pointee.read
        case "write": pointee.write
        case "webhook": pointee.webhook
        default: nil
        }
    }
}

/// Bytes at an address of their own, lent to the connector.
final class LentBytes {
    private let start: UnsafeMutablePointer<UInt8>
    private let count: Int

    init(_ bytes: [UInt8]) {
        start = .allocate(capacity: max(bytes.count, 1))
        start.initialize(from: bytes, count: bytes.count)
        count = bytes.count
    }

    deinit { start.deallocate() }

    var borrowed: tactics_bytes { tactics_bytes(data: UnsafePointer(start), size: count) }
}
