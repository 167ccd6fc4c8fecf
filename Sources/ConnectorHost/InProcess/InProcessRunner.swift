import Glibc
import Synchronization

/// A connector on a thread of this process instead of one in a sealed process: the same frames over the same kind of pipe, no seal.
struct InProcessRunner: RunnerBody, ~Copyable {
    let input: Int32
    let output: Int32
    let log: Int32 = -1
    private let plugin: InProcessPlugin

    /// How long a thread may take to leave once its pipe is closed, in milliseconds: it does so at its next host call, or at once between two calls.
    private static let patience = 2_000

    /// Starts the thread. It waits for the first frame.
    static func start() throws(PluginFault) -> InProcessRunner {
        let input = try Pipe()
        let output: Pipe
        do { output = try Pipe() } catch {
            input.closeRead()
            input.closeWrite()
            throw error
        }
        for end in [input.write, output.read] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        let plugin = InProcessPlugin(PluginPipe(read: input.read, write: output.write))
        guard let error = startThread(plugin) else { return InProcessRunner(input: input.write, output: output.read, plugin: plugin) }
        for pipe in [input, output] {
            pipe.closeRead()
            pipe.closeWrite()
        }
        throw .notLoaded(reason: "spawn", detail: "no thread: \(String(cString: strerror(error)))")
    }

    private init(input: Int32, output: Int32, plugin: InProcessPlugin) {
        self.input = input
        self.output = output
        self.plugin = plugin
    }

    /// The stack of a process's first thread, which sealed connectors run on.
    private static let stack = 8 << 20

    private static func startThread(_ plugin: InProcessPlugin) -> Int32? {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stack)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let box = Unmanaged.passRetained(plugin)
        let error = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<InProcessPlugin>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        if error != 0 { box.release() }
        return error == 0 ? nil : error
    }

    func endIfOver() -> ProcessEnd? { plugin.usage.map { ProcessEnd(status: 0, usage: $0) } }

    /// Closes the pipe and waits for the thread to leave. A thread that does not is left behind: nothing can end it but the end of this process.
    func kill() -> ProcessEnd {
        plugin.closeHostEnds([input, output])
        for _ in 0..<Self.patience {
            if let end = endIfOver() { return end }
            usleep(1_000)
        }
        return ProcessEnd(status: 0, usage: RunnerUsage(cpu: .zero, peakMemory: 0))
    }

    consuming func closePipes() { plugin.closeHostEnds([input, output]) }
}

/// A connector was to run in this process that may not: only those that were built with the host are trusted so far.
package struct InProcessRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    package let connector: String
    package let trust: ConnectorTrust

    package var description: String {
        "The connector \(connector) is \(trust.rawValue), not bundled: it runs sealed only. Take it out of the connectors that run in the worker's process."
    }
}
