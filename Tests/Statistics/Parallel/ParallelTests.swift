import Statistics
import Synchronization
import Testing

@Suite struct ParallelTests {
    @Test(arguments: [1, 2, 5]) func `Results come in order whatever the number of threads`(threads: Int) async throws {
        let results = try await Parallel.map(100, threads: threads) { index in
            if index % 7 == 0 { await Task.yield() }
            return index * index
        }

        #expect(results == (0..<100).map { $0 * $0 })
    }

    @Test func `No more than the allowed number run at once`() async throws {
        let running = Mutex((now: 0, most: 0))

        _ = try await Parallel.map(40, threads: 3) { _ in
            running.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            await Task.yield()
            running.withLock { $0.now -= 1 }
        }

        #expect(running.withLock { $0.most } <= 3)
    }

    @Test(arguments: [1, 4]) func `An error ends the work and is passed on`(threads: Int) async {
        struct Fault: Error, Equatable {}

        await #expect(throws: Fault()) {
            _ = try await Parallel.map(1_000, threads: threads) { index in
                try Task.checkCancellation()
                if index == 3 { throw Fault() }
            }
        }
    }

    @Test(arguments: [1, 4]) func `A cancelled task does not go on`(threads: Int) async {
        let started = Mutex(0)
        let work = Task {
            try await Parallel.map(10_000, threads: threads) { _ in
                started.withLock { $0 += 1 }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        while started.withLock({ $0 }) == 0 { await Task.yield() }

        work.cancel()

        await #expect(throws: CancellationError.self) { _ = try await work.value }
        #expect(started.withLock { $0 } < 100)
    }

    @Test func `Nothing to do gives nothing`() async throws {
        #expect(try await Parallel.map(0) { $0 }.isEmpty)
        #expect(Parallel.cores >= 1)
    }
}
