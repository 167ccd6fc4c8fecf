import Core
import Jobs
import Testing

@Suite struct JobMachineTests {
    private let machine = JobMachine(backoff: Backoff(base: .seconds(10), ceiling: .seconds(60), least: .seconds(1)))
    private let now = Instant(seconds: 1_000)

    private func ending(_ result: Result<JobOutcome, any Error>, stop: JobStop? = nil, attempt: Int = 1, random: Double = 0.5) -> JobMachine.Ending {
        machine.ending(result, stop: stop, attempt: attempt, now: now, random: random)
    }

    @Test func `Work that is done completes the job`() {
        #expect(ending(.success(.done(["rows": 5]))) == .complete(["rows": 5]))
    }

    @Test func `An unexpected error is tried again after a growing random time`() {
        struct Broken: Error, CustomStringConvertible { let description = "broken" }

        #expect(ending(.failure(Broken())) == .fail(reason: "broken", retryAt: Instant(seconds: 1_005)))
        #expect(ending(.failure(Broken()), attempt: 2, random: 1) == .fail(reason: "broken", retryAt: Instant(seconds: 1_020)))
        #expect(ending(.failure(Broken()), attempt: 30, random: 1) == .fail(reason: "broken", retryAt: Instant(seconds: 1_060)))
        #expect(ending(.failure(Broken()), random: 0) == .fail(reason: "broken", retryAt: Instant(seconds: 1_001)))
    }

    @Test func `A failure that knows says whether and when`() {
        #expect(ending(.failure(JobFailure("no", retry: .never))) == .fail(reason: "no", retryAt: nil))
        #expect(ending(.failure(JobFailure("wait", retry: .after(.seconds(7))))) == .fail(reason: "wait", retryAt: Instant(seconds: 1_007)))
    }

    @Test func `A domain error is told by its code and detail`() {
        #expect(
            ending(.failure(Problem.conflict("taken", "Name is taken.")), random: 1)
                == .fail(reason: "taken: Name is taken.", retryAt: Instant(seconds: 1_010)))
    }

    @Test func `Work that must wait goes back without a failure`() {
        #expect(ending(.success(.later(Instant(seconds: 2_000)))) == .release(at: Instant(seconds: 2_000)))
        #expect(ending(.success(.later(Instant(seconds: 1)))) == .release(at: now))
    }

    @Test func `A stop decides what an ended handler means`() {
        #expect(ending(.failure(JobStop.shutdown), stop: .shutdown) == .release(at: now))
        #expect(ending(.failure(CancellationError()), stop: .shutdown) == .release(at: now))
        #expect(ending(.failure(CancellationError()), stop: .cancelled) == .fail(reason: "cancelled on request", retryAt: nil))
        #expect(
            ending(.failure(CancellationError()), stop: .deadline, random: 1)
                == .fail(reason: "it took longer than it may", retryAt: Instant(seconds: 1_010)))
    }

    @Test func `Without its lease an attempt writes nothing, and work that is done stays done`() {
        #expect(ending(.success(.done()), stop: .leaseLost) == .abandon)
        #expect(ending(.failure(JobStop.leaseLost)) == .abandon)
        #expect(ending(.success(.done()), stop: .cancelled) == .complete(nil))
    }
}
