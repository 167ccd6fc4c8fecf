/// The distinct (x, t_x, T) of many customers with how often each occurs: all that the likelihood of BG/NBD needs.
///
/// Rows of one x stand together and are padded with rows of weight 0 to a multiple of four. Without repeats t_x says nothing and is 0.
public struct RepeatRows: Sendable {
    /// Rows of one x.
    struct Group: Sendable {
        var frequency: Int
        var rows: Range<Int>
        /// Customers in it.
        var weight: Double
    }

    private(set) var groups: [Group] = []
    private(set) var recency: [Double] = []
    private(set) var age: [Double] = []
    private(set) var weight: [Double] = []
    /// Customers in all.
    public private(set) var customers = 0
    /// Customers with a repeat purchase.
    public private(set) var repeaters = 0
    /// Distinct rows.
    public private(set) var distinct = 0
    /// Σ x over customers.
    private(set) var purchases = 0.0
    /// Σ T over customers.
    private(set) var exposure = 0.0

    /// The rows of a table. Times on a grid of days, sevenths or hundredths are found equal where they are; others are kept one by one.
    public init(_ table: CustomerTable) {
        if let grid = TimeGrid.detect(table) {
            var counter = RowCounter(unit: grid)
            for index in 0..<table.count {
                counter.add(frequency: Int(table.frequency[index]), recency: grid.steps(table.recency[index]), age: grid.steps(table.age[index]))
            }
            self = counter.rows()
        } else {
            self.init(oneByOne: table)
        }
    }

    init() {}

    /// Starts the rows of `frequency`; all of a group's rows come before the next group starts.
    mutating func open(frequency: Int) {
        groups.append(Group(frequency: frequency, rows: weight.count..<weight.count, weight: 0))
    }

    mutating func append(recency: Double, age: Double, weight: Int) {
        self.recency.append(recency)
        self.age.append(age)
        self.weight.append(Double(weight))
        let last = groups.count - 1
        groups[last].weight += Double(weight)
        distinct += 1
        customers += weight
        if groups[last].frequency > 0 { repeaters += weight }
        purchases += Double(groups[last].frequency * weight)
        exposure += Double(weight) * age
    }

    mutating func close() {
        while weight.count % 4 != 0 {
            recency.append(0)
            age.append(0)
            weight.append(0)
        }
        let last = groups.count - 1
        groups[last].rows = groups[last].rows.lowerBound..<weight.count
    }

    mutating func reserve(_ count: Int) {
        recency.reserveCapacity(count)
        age.reserveCapacity(count)
        weight.reserveCapacity(count)
    }

    /// Rows in the order of x, and of the table within it.
    private init(oneByOne table: CustomerTable) {
        let greatest = Int(table.frequency.max() ?? 0)
        var starts = [Int32](repeating: 0, count: greatest + 2)
        for x in table.frequency { starts[Int(x) + 1] += 1 }
        for x in 0...greatest { starts[x + 1] += starts[x] }
        let bounds = starts
        var order = [Int32](repeating: 0, count: table.count)
        for index in 0..<table.count {
            let x = Int(table.frequency[index])
            order[Int(starts[x])] = Int32(index)
            starts[x] += 1
        }
        reserve(table.count + 4 * min(greatest + 1, table.count))
        for x in 0...greatest where bounds[x + 1] > bounds[x] {
            open(frequency: x)
            for index in order[Int(bounds[x])..<Int(bounds[x + 1])] {
                append(recency: table.recency[Int(index)], age: table.age[Int(index)], weight: 1)
            }
            close()
        }
    }

    /// Every `every`th row with its weight: for a first approach on large data.
    func thinned(every: Int) -> RepeatRows {
        var result = RepeatRows()
        var index = 0
        for group in groups {
            result.open(frequency: group.frequency)
            while index < group.rows.upperBound {
                if weight[index] > 0 { result.append(recency: recency[index], age: age[index], weight: Int(weight[index])) }
                index += every
            }
            result.close()
        }
        return result
    }
}

/// Times that are whole multiples of one step, so that equal times can be found by their number.
public struct TimeGrid: Sendable, Equatable {
    /// Steps in one unit of time: 7 for weeks counted by days.
    public var perUnit: Double

    public init(perUnit: Double) { self.perUnit = perUnit }

    /// Days counted one by one.
    public static let days = TimeGrid(perUnit: 1)
    /// Weeks counted by days.
    public static let weeks = TimeGrid(perUnit: 7)

    func steps(_ time: Double) -> Int { Int((time * perUnit).rounded()) }

    func time(_ steps: Int) -> Double { Double(steps) / perUnit }

    /// The first grid on which every time of the table lies exactly.
    static func detect(_ table: CustomerTable) -> TimeGrid? {
        [1, 7, 100].map(TimeGrid.init(perUnit:)).first { grid in
            table.age.allSatisfy(grid.holds) && table.recency.allSatisfy(grid.holds)
        }
    }

    private func holds(_ time: Double) -> Bool {
        let steps = (time * perUnit).rounded()
        return steps < Double(RowCounter.timeLimit) && steps / perUnit == time
    }
}
