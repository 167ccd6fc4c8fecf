import Synchronization
import Testing

@testable import Statistics

struct NUTSBehaviourTests {
    private let normal = Known.Normal(
        precision: Known.Normal.covariance(5, condition: 100, correlation: 0.5).symmetricInverse() ?? .identity(5))

    private func short(_ change: (inout NUTS.Settings) -> Void = { _ in }) -> NUTS.Settings {
        var settings = NUTS.Settings()
        (settings.warmup, settings.draws, settings.chains) = (200, 200, 3)
        change(&settings)
        return settings
    }

    @Test func `The same seed gives the same bits whatever the threads`() async throws {
        let first = try await NUTS.sample(normal, settings: short { $0.threads = 1 })

        for threads in [2, 3, 8] {
            let again = try await NUTS.sample(normal, settings: short { $0.threads = threads })
            #expect(again == first)
        }
    }

    @Test func `A chain does not depend on how many others there are`() async throws {
        let three = try await NUTS.sample(normal, settings: short())
        let one = try await NUTS.sample(normal, settings: short { $0.chains = 1 })

        #expect(one.chain(0, parameter: 2) == three.chain(0, parameter: 2))
    }

    @Test func `Another seed gives other draws`() async throws {
        let first = try await NUTS.sample(normal, settings: short())
        let second = try await NUTS.sample(normal, settings: short { $0.seed = 2 })

        #expect(first.values != second.values)
    }

    @Test func `The step size reaches the target acceptance`() async throws {
        let density = Known.Normal(precision: .identity(20))
        var last = 0.0
        for target in [0.6, 0.8, 0.95] {
            let draws = try await NUTS.sample(
                density,
                settings: short {
                    $0.target = target
                    $0.warmup = 1_000
                    $0.draws = 500
                })

            let acceptance = draws.statistics.reduce(0) { $0 + $1.acceptance } / Double(draws.total)
            #expect(acceptance > last)
            #expect((target - 0.02...target + 0.16).contains(acceptance), "the average of step sizes errs towards small ones")
            last = acceptance
        }
    }

    @Test func `The statistics fit the draws`() async throws {
        let draws = try await NUTS.sample(normal, settings: short())

        for (index, statistic) in draws.statistics.enumerated() {
            let point = Array(draws.point(index))
            var gradient = [Double](repeating: 0, count: 5)
            var nothing: Void = ()
            let value = point.withUnsafeBufferPointer { from in
                gradient.withUnsafeMutableBufferPointer { normal.evaluate(from, gradient: $0, in: &nothing) }
            }
            #expect(statistic.logDensity == value)
            #expect(statistic.energy >= -value)
            #expect((1..<1 << (statistic.depth + 1)).contains(statistic.leapfrogs))
            #expect((0...1).contains(statistic.acceptance))
        }
    }

    @Test func `A cancelled run ends within one transition`() async throws {
        let evaluations = Atomic(0)
        let suicidal = Known.Custom(dimension: 1) { point, gradient in
            if evaluations.add(1, ordering: .relaxed).newValue == 5_000 { withUnsafeCurrentTask { $0?.cancel() } }
            gradient[0] = -point[0]
            return -point[0] * point[0] / 2
        }
        let task = Task {
            try await NUTS.sample(
                suicidal,
                settings: short {
                    $0.chains = 1
                    $0.draws = 1_000_000
                })
        }

        await #expect(throws: CancellationError.self) { try await task.value }

        #expect(evaluations.load(ordering: .relaxed) <= 5_000 + 1_023)
    }

    @Test(.timeLimit(.minutes(1))) func `A cancellation from outside reaches every chain`() async throws {
        let endless = short {
            $0.draws = 1_000_000
            $0.chains = 2
            $0.threads = 2
        }
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let task = Task { try await NUTS.sample(Known.Normal(precision: .identity(1)), settings: endless) { _ in continuation.yield() } }
        for await _ in stream { break }

        task.cancel()

        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `Progress is told about a hundred times a chain and ends complete`() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: SamplingProgress.self)

        _ = try await NUTS.sample(normal, settings: short()) { continuation.yield($0) }
        continuation.finish()

        var seen: [SamplingProgress] = []
        for await report in stream { seen.append(report) }
        #expect(seen.count == 300)
        for chain in 0..<3 {
            let own = seen.filter { $0.chain == chain }
            #expect(own.map(\.done) == own.map(\.done).sorted())
            #expect(own.last?.done == 400)
            #expect(own.first?.warmingUp == true && own.last?.warmingUp == false)
        }
    }
}
