import Foundation
import Testing

@testable import Statistics

@Suite struct PurchaseLogTests {
    @Test func `A log becomes frequency, recency, age and mean value`() throws {
        var log = PurchaseLog(until: 140, unit: .weeks)
        for (customer, day, value) in [
            ("ada", 84, 20.0), ("ben", 70, 5), ("ada", 0, 100), ("ada", 84, 10), ("ada", 14, 30), ("ada", 0, 50), ("ben", 150, 9),
        ] {
            try log.add(customer: customer, day: day, value: value)
        }

        let summary = try log.summary()

        #expect(summary.customers == ["ada", "ben"])
        #expect(summary.table[0] == CustomerRecord(frequency: 2, recency: 12, age: 20, meanValue: 30))
        #expect(summary.table[1] == CustomerRecord(frequency: 0, recency: 0, age: 10))
        #expect(log.skipped == 1)
    }

    @Test func `The CDNOW log holds every customer of the sample that the gold is computed on`() throws {
        var log = PurchaseLog(until: CDNOWLog.day("19970930"), unit: .weeks)
        for purchase in CDNOWLog.purchases {
            try log.add(customer: String(purchase.customer), day: purchase.day, value: purchase.value)
        }

        let table = try log.summary().table

        // The sample's times and values are rounded to hundredths.
        var histories: Set<[Int]> = []
        for index in 0..<table.count {
            let one = table[index]
            // Half a cent was rounded either way.
            for value in [one.meanValue - 0.001, one.meanValue + 0.001] {
                histories.insert([one.frequency, hundredths(one.recency), hundredths(one.age), hundredths(value)])
            }
        }
        let missing = try CustomerGold.rows("gold_cdnow_customers.csv").map(CustomerGold.record).filter { one in
            !histories.contains([one.frequency, hundredths(one.recency), hundredths(one.age), hundredths(one.meanValue)])
        }
        #expect(table.count == 23_570)
        #expect(missing.isEmpty)
    }

    private func hundredths(_ value: Double) -> Int { Int((value * 100).rounded()) }

    @Test func `A stream of grouped rows gives the same customers as the log`() throws {
        let purchases = CDNOWLog.purchases
        let end = CDNOWLog.day("19970930")
        var log = PurchaseLog(until: end, unit: .days)
        var stream = PurchaseStream<Int>(until: end, unit: .days)
        var streamed: [CustomerRecord] = []

        for purchase in purchases {
            try log.add(customer: String(purchase.customer), day: purchase.day, value: purchase.value)
            if let done = try stream.add(customer: purchase.customer, day: purchase.day, value: purchase.value) { streamed.append(done.record) }
        }
        if let done = stream.finish() { streamed.append(done.record) }

        let table = try log.summary().table
        #expect(try CustomerTable(streamed) == table)
        #expect(stream.skipped == log.skipped && stream.skipped > 0 && table.count == 23_570)
    }

    @Test func `The order of rows does not matter`() throws {
        let rows = [("a", 3, 2.0), ("b", 1, 7), ("a", 1, 4), ("a", 9, 1), ("b", 5, 3), ("a", 3, 5)]
        var tables: [CustomerTable] = []
        for order in [rows, [rows[0], rows[1]] + rows[2...].reversed()] {
            var log = PurchaseLog(until: 10, unit: .days)
            for row in order { try log.add(customer: row.0, day: row.1, value: row.2) }
            tables.append(try log.summary().table)
        }

        #expect(tables[0] == tables[1])
    }

    @Test(arguments: [-1.0, .nan, .infinity]) func `A value that is no amount is refused`(value: Double) {
        var log = PurchaseLog(until: 10)

        let refusal = #expect(throws: Refusal.self) { try log.add(customer: "a", day: 1, value: value) }

        #expect(refusal?.code == "bad_value" && log.count == 0)
    }

    @Test func `Cohorts follow customers from their first period on`() throws {
        var log = PurchaseLog(until: 1_000, unit: .days)
        for (customer, day, value) in [("a", 5, 10.0), ("a", 35, 4), ("a", 36, 6), ("b", 29, 1), ("b", 95, 2), ("c", 61, 8)] {
            try log.add(customer: customer, day: day, value: value)
        }

        let cohorts = log.cohorts { $0 / 30 }.cohorts

        #expect(cohorts.map(\.period) == [0, 2])
        #expect(cohorts[0].customers == 2 && cohorts[0].active == [2, 1, 0, 1] && cohorts[0].purchases == [2, 2, 0, 1])
        #expect(cohorts[0].value == [11, 10, 0, 2])
        #expect(cohorts[0].retention(1) == 0.5 && cohorts[0].retention(9) == 0 && cohorts[1].retention(0) == 1)
    }
}

/// The published purchase log: Tests/Fixtures/cdnow.
private enum CDNOWLog {
    static let purchases: [(customer: Int, day: Int, value: Double)] = {
        let file = CustomerGold.fixtures.appending(path: "cdnow/cdnow_master_log.txt")
        guard let bytes = try? Data(contentsOf: file) else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).dropFirst().compactMap { line in
            let fields = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }.map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 4, let customer = Int(fields[0]), let value = Double(fields[3]) else { return nil }
            return (customer, day(fields[1]), value)
        }
    }()

    /// Days since the start of 1997, which holds for 1997 and 1998.
    static func day(_ text: some StringProtocol) -> Int {
        let number = Int(text) ?? 0
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100)
        let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
        return (year - 1997) * 365 + before[month - 1] + day - 1
    }
}
