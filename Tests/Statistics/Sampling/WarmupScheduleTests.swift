import Testing

@testable import Statistics

struct WarmupScheduleTests {
    @Test func `A thousand transitions are divided as the Stan manual says, after four rough metrics`() {
        let schedule = WarmupSchedule(warmup: 1_000)

        #expect(schedule.estimating == 0..<950)
        #expect(schedule.closing.sorted() == [9, 19, 39, 74, 99, 149, 249, 449, 949])
        #expect(schedule.last == 949)
    }

    @Test func `A short warm-up keeps the shares`() {
        let schedule = WarmupSchedule(warmup: 100)

        #expect(schedule.estimating == 0..<90)
        #expect(schedule.closing == [9, 14, 89])
    }

    @Test func `Fewer than twenty adapt the step size alone`() {
        #expect(WarmupSchedule(warmup: 19).closing.isEmpty)
        #expect(WarmupSchedule(warmup: 0).estimating.isEmpty)
    }

    @Test func `Every length ends its last window before the fast end`() {
        for warmup in 20...3_000 {
            let schedule = WarmupSchedule(warmup: warmup)
            #expect(schedule.closing.max() == schedule.last)
            #expect(schedule.estimating.upperBound - 1 == schedule.last)
        }
    }
}
