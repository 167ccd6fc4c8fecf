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
        var orders = [Int32](repeating: 0, count: size)
        var overflows = false
        var previous: (customer: UInt32, day: Int32)?
        for row in byCustomerAndDay() where days[row] <= today {
            let customer = Int(customers[row])
            let (sum, carried) = sums[customer].addingReportingOverflow(money[row])
            sums[customer] = sum
            overflows = overflows || carried
            if previous?.customer != customers[row] || previous?.day != days[row] { orders[customer] += 1 }
            previous = (customers[row], days[row])
            last[customer] = max(last[customer], days[row])
        }
        guard !overflows else {
            throw Refusal(
                code: "overflow", sentence: "A customer's money does not fit in 64 bits of micros.", advice: "Look for an amount in the wrong unit.")
        }
        let seen = orders.indices.filter { orders[$0] > 0 }
        let table = RFM.Customers(
            recencyDays: seen.map { Int32(clamping: Int64(today) - Int64(last[$0])) }, orders: seen.map { orders[$0] }, money: seen.map { sums[$0] })
        return (seen.map { UInt32($0) }, table)
    }

    /// Rows by customer and then day: counting sort by customer, then each customer's few rows by day.
    private func byCustomerAndDay() -> [Int] {
        var starts = [Int](repeating: 0, count: size + 1)
        for customer in customers { starts[Int(customer) + 1] += 1 }
        for index in 1...size { starts[index] += starts[index - 1] }
        var next = starts
        var order = [Int](repeating: 0, count: customers.count)
        for (row, customer) in customers.enumerated() {
            order[next[Int(customer)]] = row
            next[Int(customer)] += 1
        }
        for customer in 0..<size where starts[customer + 1] - starts[customer] > 1 {
            order[starts[customer]..<starts[customer + 1]].sort { (days[$0], $0) < (days[$1], $1) }
        }
        return order
    }
}
