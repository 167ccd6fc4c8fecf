import Statistics

/// What the likelihoods need of many customers. Customers whose times lie on a common grid are counted as they stream by, in little memory; others are
/// kept one by one.
struct CustomerSums {
    let rows: RepeatRows
    let spend: SpendRows
    let customers: Int
    /// Repeat purchases of all customers.
    let repeats: Double
    /// Customers per age.
    private let ages: [Double: Double]

    /// Reads a whole source, a second time where a grid that the first block promised does not hold.
    static func gather(_ source: CustomerSource, progress: RunProgress?) async throws -> CustomerSums {
        for grid in try await grids(source) {
            var gathering = Gathering(grid: grid)
            try await source.forEachBlock { block in
                if gathering.isOnGrid { gathering.add(block.table) }
                progress?("reading customers: \(NumberText.grouped(Int64(gathering.customers)))", nil)
            }
            if gathering.isOnGrid { return gathering.sums() }
        }
        var all = CustomerTable()
        try await source.forEachBlock { block in
            for index in 0..<block.table.count { try all.append(block.table[index]) }
        }
        return CustomerSums(all)
    }

    /// The finest of the usual grids on which the first block lies; none where it lies on none.
    private static func grids(_ source: CustomerSource) async throws -> [TimeGrid] {
        guard source.isSummary else { return [source.input.unit.grid] }
        struct Enough: Error {}
        var found: [TimeGrid] = []
        do {
            try await source.forEachBlock { block in
                found = [1, 7, 100].map(TimeGrid.init(perUnit:)).filter { grid in
                    (0..<block.table.count).allSatisfy { Gathering.holds(block.table[$0], grid) }
                }
                throw Enough()
            }
        } catch is Enough {}
        return Array(found.prefix(1))
    }

    init(_ table: CustomerTable) {
        rows = RepeatRows(table)
        spend = SpendRows(table)
        customers = table.count
        repeats = table.frequency.reduce(0) { $0 + Double($1) }
        ages = table.age.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    fileprivate init(_ gathering: Gathering) {
        var gathering = gathering
        rows = gathering.counter.rows()
        spend = gathering.spend.rows()
        (customers, repeats, ages) = (gathering.customers, gathering.repeats, gathering.ages)
    }

    /// Repeat purchases that the model expects of all these customers, from nothing but their ages.
    func expectedRepeats(_ model: BGNBD) -> Double {
        let sorted = ages.sorted { $0.key < $1.key }
        return zip(sorted, model.expectedRepeats(within: sorted.map(\.key))).reduce(0) { $0 + $1.0.value * $1.1 }
    }
}

/// Sums on a grid of time.
private struct Gathering {
    let grid: TimeGrid
    var counter: RowCounter
    var spend = SpendCounter()
    var customers = 0
    var repeats = 0.0
    var ages: [Double: Double] = [:]
    var isOnGrid = true

    init(grid: TimeGrid) {
        self.grid = grid
        counter = RowCounter(unit: grid)
    }

    mutating func add(_ table: CustomerTable) {
        for index in 0..<table.count {
            let customer = table[index]
            guard Self.holds(customer, grid) else {
                isOnGrid = false
                return
            }
            customers += 1
            repeats += Double(customer.frequency)
            ages[customer.age, default: 0] += 1
            spend.add(frequency: customer.frequency, meanValue: customer.meanValue)
            counter.add(customer)
        }
    }

    func sums() -> CustomerSums { CustomerSums(self) }

    static func holds(_ customer: CustomerRecord, _ grid: TimeGrid) -> Bool {
        [customer.recency, customer.age].allSatisfy { time in
            let steps = (time * grid.perUnit).rounded()
            return steps < Double(RowCounter.timeLimit) && steps / grid.perUnit == time
        }
    }
}
