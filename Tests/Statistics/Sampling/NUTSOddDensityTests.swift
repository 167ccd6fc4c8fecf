import RealModule
import Testing

@testable import Statistics

/// Densities that no model should have: none of them may trap or run for ever.
struct NUTSOddDensityTests {
    private func short(_ change: (inout NUTS.Settings) -> Void = { _ in }) -> NUTS.Settings {
        var settings = NUTS.Settings()
        (settings.warmup, settings.draws) = (200, 200)
        change(&settings)
        return settings
    }

    @Test func `A density without a finite point is refused`() async throws {
        let nowhere = Known.Custom(dimension: 2) { _, _ in .nan }

        let refusal = await #expect(throws: Refusal.self) { try await NUTS.sample(nowhere, settings: short()) }

        #expect(refusal?.code == "sampling_start")
        #expect(refusal?.sentence.contains("100 tries") == true)
    }

    @Test func `A start outside the support is refused`() async throws {
        let positive = Known.Custom(dimension: 1) { point, gradient in
            gradient[0] = -1
            return point[0] > 0 ? -point[0] : -.infinity
        }

        let refusal = await #expect(throws: Refusal.self) {
            try await NUTS.sample(positive, from: [[1], [-1], [1], [1]], settings: short())
        }

        #expect(refusal?.sentence.contains("chain 2") == true)
    }

    @Test func `A random start is looked for until one is finite`() async throws {
        let corner = Known.Custom(dimension: 1) { point, gradient in
            gradient[0] = -1
            return point[0] > 1.5 ? -point[0] : -.infinity
        }

        let draws = try await NUTS.sample(corner, settings: short())

        #expect(draws.values.allSatisfy { $0 > 1.5 })
        #expect(draws.divergences > 0)
    }

    @Test func `A flat density is reported`() async throws {
        let flat = Known.Custom(dimension: 2) { _, gradient in
            (gradient[0], gradient[1]) = (0, 0)
            return 0
        }

        let draws = try await NUTS.sample(flat, settings: short())

        #expect(Diagnosis(of: draws).verdict == .failed)
    }

    @Test func `A density that grows without end is reported`() async throws {
        let growing = Known.Custom(dimension: 1) { point, gradient in
            gradient[0] = 1
            return point[0]
        }

        let draws = try await NUTS.sample(growing, settings: short())

        #expect(Diagnosis(of: draws).verdict == .failed)
    }

    @Test func `An explosive density is reported`() async throws {
        let explosive = Known.Custom(dimension: 1) { point, gradient in
            gradient[0] = Double.exp(point[0])
            return Double.exp(point[0])
        }

        let draws = try await NUTS.sample(explosive, settings: short())

        #expect(Diagnosis(of: draws).verdict == .failed)
    }

    @Test func `Gradients that are not numbers are divergences`() async throws {
        let holed = Known.Custom(dimension: 1) { point, gradient in
            gradient[0] = point[0] > 1 ? .nan : -point[0]
            return -point[0] * point[0] / 2
        }

        let draws = try await NUTS.sample(holed, from: [[0], [0], [0], [0]], settings: short())

        #expect(draws.values.allSatisfy { $0 <= 1 })
        #expect(Diagnosis(of: draws).verdict == .failed)
    }

    @Test func `A single finite point is reported as stuck`() async throws {
        let point = Known.Custom(dimension: 1) { point, gradient in
            gradient[0] = 0
            return point[0] == 0.5 ? 0 : -.infinity
        }

        let draws = try await NUTS.sample(point, from: [[0.5], [0.5], [0.5], [0.5]], settings: short())

        let diagnosis = Diagnosis(of: draws, names: ["weight"])
        #expect(diagnosis.verdict == .failed)
        #expect(diagnosis.findings.contains { $0.code == "stuck" && $0.sentence.contains("weight") })
    }

    @Test func `An unused parameter cannot pass`() async throws {
        let half = Known.Custom(dimension: 2) { point, gradient in
            (gradient[0], gradient[1]) = (-point[0], 0)
            return -point[0] * point[0] / 2
        }

        let draws = try await NUTS.sample(half, settings: short())

        #expect(Diagnosis(of: draws).verdict != .converged)
    }

    @Test func `Hardly any warm-up and hardly any draws work`() async throws {
        let normal = Known.Normal(precision: .identity(2))
        for warmup in [0, 1, 19, 20, 21, 25] {
            let draws = try await NUTS.sample(
                normal,
                settings: short {
                    $0.warmup = warmup
                    $0.draws = 1
                    $0.chains = 1
                })
            #expect(draws.values.allSatisfy { $0.isFinite })
            #expect(Diagnosis(of: draws).verdict == .failed)
        }
    }

    @Test func `Impossible settings are refused`() async throws {
        let normal = Known.Normal(precision: .identity(2))
        let changes: [@Sendable (inout NUTS.Settings) -> Void] = [
            { $0.chains = 0 }, { $0.draws = 0 }, { $0.warmup = -1 }, { $0.target = 1 }, { $0.target = .nan }, { $0.maxDepth = 0 }, { $0.threads = 0 },
        ]
        for change in changes {
            await #expect(throws: Refusal.self) { try await NUTS.sample(normal, settings: short(change)) }
        }
        await #expect(throws: Refusal.self) { try await NUTS.sample(normal, from: [[1, 2]], settings: short()) }
        await #expect(throws: Refusal.self) { try await NUTS.sample(normal, from: [[1], [1], [1], [1]], settings: short()) }
    }
}
