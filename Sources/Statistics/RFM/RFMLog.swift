/// An order log by customer.
struct RFMLog {
    let customers: [UInt32]
    let days: [Int32]
    let money: [Int64]
    /// Upper bound of the customer codes.
    let size: Int

    /// Counts distinct days, last day and money of every customer.
    func summary(today: Int32) throws -> (codes: [UInt32], customers: RFM.Customers) {
        var last = [Int32](repeating: .min, count: size)
        var sums = [Int64](repeating: 0, count: size)
        var starts = [Int](repeating: 0, count: size + 1)
        var overflows = false
        for row in customers.indices where days[row] <= today {
            let customer = Int(customers[row])
            let (sum, carried) = sums[customer].addingReportingOverflow(money[row])
            sums[customer] = sum
            overflows = overflows || carried
            last[customer] = max(last[customer], days[row])
            starts[customer + 1] += 1
        }
        guard !overflows else {
            throw Refusal(
                code: "overflow", sentence: "A customer's money does not fit in 64 bits of micros.", advice: "Look for an amount in the wrong unit.")
        }
        for customer in 0..<size { starts[customer + 1] += starts[customer] }
        let orders = distinctDays(starts, today)
        let seen = orders.indices.filter { orders[$0] > 0 }
        let table = RFM.Customers(
            recencyDays: seen.map { Int32(clamping: Int64(today) - Int64(last[$0])) }, orders: seen.map { orders[$0] }, money: seen.map { sums[$0] })
        return (seen.map { UInt32($0) }, table)
    }

    /// The number of different days of each customer, whose rows take the places from `starts` on: counting sort by customer, then each customer's few days.
    private func distinctDays(_ starts: [Int], _ today: Int32) -> [Int32] {
        var next = starts
        var ordered = [Int32](repeating: 0, count: starts[size])
        for row in customers.indices where days[row] <= today {
            let customer = Int(customers[row])
            ordered[next[customer]] = days[row]
            next[customer] += 1
        }
        return (0..<size).map { customer in
            let (first, end) = (starts[customer], starts[customer + 1])
            if end - first < 2 { return Int32(end - first) }
            ordered[first..<end].sort()
            var count: Int32 = 1
            for place in first + 1..<end where ordered[place] != ordered[place - 1] { count += 1 }
            return count
        }
    }
}
