/// The processes of one `tactics up`, in the order in which they were started; they end in the opposite order.
actor Fleet {
    private var children: [SupervisedChild] = []
    private var isStopping = false
    private nonisolated let launches: AsyncStream<SupervisedChild>
    private nonisolated let send: AsyncStream<SupervisedChild>.Continuation

    init() { (launches, send) = AsyncStream.makeStream() }

    /// Runs `body` and, beside it, every child that it starts.
    nonisolated func run<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) async -> Result {
        let result = Latch<Result>()
        await withDiscardingTaskGroup { group in
            group.addTask { [send] in
                result.set(await body())
                send.finish()
            }
            for await child in launches { group.addTask { await child.run() } }
        }
        return await result.wait()
    }

    /// Starts a child and waits until it is ready.
    func start(_ child: SupervisedChild) async throws {
        guard !isStopping else { throw CancellationError() }
        children.append(child)
        send.yield(child)
        try await child.ready()
    }

    /// The process ids of those that run.
    var pids: [String: Int32] {
        get async {
            var pids: [String: Int32] = [:]
            for child in children { pids[child.name] = await child.pid }
            return pids
        }
    }

    /// Stops them one after the other, the latest first: whoever uses a server ends before it.
    func stop() async {
        isStopping = true
        for child in children.reversed() { await child.stop() }
    }

    /// Ends them all at once.
    func kill() async {
        isStopping = true
        for child in children { await child.kill() }
    }
}
