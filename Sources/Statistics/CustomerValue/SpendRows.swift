import RealModule

/// Repeat purchases' counts and mean values of the customers who have any, grouped by count: all that the Gamma-Gamma likelihood needs.
/// Customers of one x are padded with weight 0 to a multiple of four.
public struct SpendRows: Sendable {
    struct Group: Sendable {
        var frequency: Int
        var rows: Range<Int>
        var weight: Double
        /// Σ log m.
        var logs: Double
    }

    private(set) var groups: [Group] = []
    private(set) var meanValue: [Double] = []
    private(set) var weight: [Double] = []
    /// Customers with repeat purchases of a positive mean value.
    public private(set) var customers = 0
    /// Customers whose repeat purchases have no value; they are left out.
    public private(set) var withoutValue = 0
    /// How spend goes with frequency among these customers.
    public private(set) var association = SpendAssociation()

    /// The repeat customers of a table.
    public init(_ table: CustomerTable) {
        self.init(frequency: table.frequency, meanValue: table.meanValue)
    }

    init(frequency: [Int32], meanValue values: [Double]) {
        let greatest = Int(frequency.max() ?? 0)
        var starts = [Int](repeating: 0, count: greatest + 2)
        for index in frequency.indices where frequency[index] > 0 && values[index] > 0 { starts[Int(frequency[index]) + 1] += 1 }
        let sizes = starts
        for x in 0...greatest { starts[x + 1] = starts[x] + (sizes[x + 1] + 3) / 4 * 4 }
        meanValue = [Double](repeating: 1, count: starts[greatest + 1])
        weight = [Double](repeating: 0, count: starts[greatest + 1])
        var places = starts
        for index in frequency.indices where frequency[index] > 0 {
            guard values[index] > 0 else {
                withoutValue += 1
                continue
            }
            let x = Int(frequency[index])
            meanValue[places[x]] = values[index]
            weight[places[x]] = 1
            places[x] += 1
            association.add(Double(x), values[index])
        }
        customers = association.count
        for x in 0...greatest where sizes[x + 1] > 0 {
            let logs = SpendRows.sumOfLogs(meanValue, starts[x]..<starts[x + 1])
            groups.append(Group(frequency: x, rows: starts[x]..<starts[x + 1], weight: Double(sizes[x + 1]), logs: logs))
        }
    }

    /// The padding holds ones, whose logarithm is nought.
    private static func sumOfLogs(_ values: [Double], _ range: Range<Int>) -> Double {
        var sum = Lanes()
        for index in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
            sum += Lanes(values[index], values[index + 1], values[index + 2], values[index + 3]).logarithm()
        }
        return sum.sum()
    }
}

/// Gathers repeat customers' spend as customers stream by: twelve bytes for each who bought again.
public struct SpendCounter: Sendable {
    private var frequency: [Int32] = []
    private var meanValue: [Double] = []

    public init() {}

    /// Adds a customer; one without repeats leaves no trace.
    public mutating func add(frequency: Int, meanValue: Double) {
        guard frequency > 0 else { return }
        self.frequency.append(Int32(min(frequency, RowCounter.frequencyLimit)))
        self.meanValue.append(meanValue)
    }

    public func rows() -> SpendRows {
        SpendRows(frequency: frequency, meanValue: meanValue)
    }
}

/// Pearson's correlation of purchase frequency and mean spend, by Welford's recurrences.
public struct SpendAssociation: Sendable, Equatable {
    public private(set) var count = 0
    private(set) var meanSpend = 0.0
    private var meanFrequency = 0.0
    private var squareFrequency = 0.0, squareSpend = 0.0, product = 0.0

    mutating func add(_ frequency: Double, _ spend: Double) {
        count += 1
        let share = 1 / Double(count)
        let (byFrequency, bySpend) = (frequency - meanFrequency, spend - meanSpend)
        meanFrequency += byFrequency * share
        meanSpend += bySpend * share
        squareFrequency += byFrequency * (frequency - meanFrequency)
        squareSpend += bySpend * (spend - meanSpend)
        product += byFrequency * (spend - meanSpend)
    }

    /// Between −1 and 1; nil where one of the two does not vary.
    public var correlation: Double? {
        guard squareFrequency > 0, squareSpend > 1e-24 * meanSpend * meanSpend * Double(count) else { return nil }
        return product / (squareFrequency * squareSpend).squareRoot()
    }

    /// Whether all spend the same.
    var isConstant: Bool { squareSpend <= 1e-24 * meanSpend * meanSpend * Double(count) }
}
