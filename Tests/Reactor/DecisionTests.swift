import Testing

@testable import Reactor

struct ReadinessTableTests {
    @Test func `An ordinary exchange changes nothing in the kernel`() {
        var table = ReadinessTable()
        let three = table.register(3).watch

        let wait = table.wait(1, for: .readable, on: three)
        let event = table.event(.readable, hangup: false, on: 3)

        #expect(wait == .wait(nil))
        #expect(event == .init(woken: [1], change: nil))
    }

    @Test func `What nobody waits for is remembered and unwatched`() {
        var table = ReadinessTable()
        let three = table.register(3).watch

        let event = table.event(.readable, hangup: false, on: 3)

        #expect(event == .init(woken: [], change: .init(from: .readable, to: [])))
        #expect(table.hasUnreadEvent(three))
        #expect(table.wait(1, for: .readable, on: three) == .ready)
        #expect(table.wait(2, for: .readable, on: three) == .wait(.init(from: [], to: .readable)))
    }

    @Test func `Writing is watched only while somebody waits for it`() {
        var table = ReadinessTable()
        let three = table.register(3).watch

        let wait = table.wait(1, for: .writable, on: three)
        let event = table.event(.writable, hangup: false, on: 3)

        #expect(wait == .wait(.init(from: .readable, to: .both)))
        #expect(event == .init(woken: [1], change: .init(from: .both, to: .readable)))
    }

    @Test func `A waiter for both is woken once`() {
        var table = ReadinessTable()
        let three = table.register(3).watch
        _ = table.wait(1, for: .both, on: three)

        let event = table.event(.both, hangup: false, on: 3)

        #expect(event.woken == [1])
    }

    @Test func `A hangup without a waiter leaves the set, lest the loop spins`() {
        var table = ReadinessTable()
        let three = table.register(3).watch

        let event = table.event([], hangup: true, on: 3)

        #expect(event == .init(woken: [], change: .init(from: .readable, to: nil)))
        #expect(table.wait(1, for: .readable, on: three) == .ready)
    }
}

struct WatchTests {
    @Test func `What is left of a closed descriptor does not touch the next one of its number`() {
        var table = ReadinessTable()
        let former = table.register(3).watch
        _ = table.wait(1, for: .readable, on: former)

        // The client's library closed it; the number is given to another socket at once.
        let again = table.register(3)
        let late = table.deregister(former)

        #expect(again.woken == [1])
        #expect(late == .init())
        #expect(table.wait(2, for: .readable, on: former) == .unknown)
        #expect(table.wait(3, for: .readable, on: again.watch) == .wait(nil))
        #expect(table.event(.readable, hangup: false, on: 3).woken == [3])
    }

    @Test func `A waiter for both is told once that its descriptor is forgotten`() {
        var table = ReadinessTable()
        let three = table.register(3).watch
        _ = table.wait(1, for: .both, on: three)

        #expect(table.deregister(three).woken == [1])
        #expect(table.deregister(three) == .init())
    }
}

struct DeadlineQueueTests {
    @Test func `Deadlines come out in order`() {
        var queue = DeadlineQueue()
        let start = ContinuousClock.now
        for offset in [5, 1, 4, 2, 3] { queue.insert(.init(instant: start + .seconds(offset), waiter: UInt64(offset))) }

        var order: [UInt64] = []
        while let entry = queue.popDue(at: start + .seconds(4)) { order.append(entry.waiter) }

        #expect(order == [1, 2, 3, 4])
        #expect(queue.first?.waiter == 5)
    }

    @Test func `Dead entries do not pile up`() {
        var queue = DeadlineQueue()
        let start = ContinuousClock.now

        for id in 0..<10_000 as Range<UInt64> {
            queue.insert(.init(instant: start + .seconds(Int(10_000 - id)), waiter: id))
            queue.compact(living: 1) { $0 == id }
        }

        #expect(queue.count <= 65)
        #expect(queue.first?.waiter == 9_999)
    }
}
