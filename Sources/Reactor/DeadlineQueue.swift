/// Deadlines in order: a binary heap. An entry whose waiter has gone stays until it comes up or until the dead outnumber the living.
struct DeadlineQueue {
    struct Entry {
        let instant: ContinuousClock.Instant
        let waiter: UInt64
    }

    private var heap: [Entry] = []

    var count: Int { heap.count }
    var first: Entry? { heap.first }

    mutating func insert(_ entry: Entry) {
        heap.append(entry)
        rise(from: heap.count - 1)
    }

    /// Takes out the earliest entry when it is due.
    mutating func popDue(at now: ContinuousClock.Instant) -> Entry? {
        guard let first = heap.first, first.instant <= now else { return nil }
        removeFirst()
        return first
    }

    mutating func removeFirst() {
        guard heap.count > 1 else { return heap.removeAll(keepingCapacity: true) }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink(from: 0)
    }

    /// Drops dead entries when they are the most, so that a million fast waits do not leave a million entries behind. Costs O(1) an insert over time.
    mutating func compact(living: Int, isAlive: (UInt64) -> Bool) {
        guard heap.count > 64, heap.count > 2 * living else { return }
        heap = heap.filter { isAlive($0.waiter) }
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(from: index) }
    }

    private mutating func rise(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].instant < heap[parent].instant else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func sink(from start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].instant < heap[least].instant { least = child }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
