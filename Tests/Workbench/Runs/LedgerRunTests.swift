import Core
import Statistics
import Testing

@testable import Workbench

@Suite struct LedgerRunTests {
    private static let lines = """
        channel,product,day,customer,gross,refunds,cogs
        search,hat,2026-01-03,a,100.10,0,40
        search,bag,2026-01-04,b,50,10,20
        tv,hat,2026-02-01,a,30.000001,,10
        ,hat,2026-02-03,c,20,0,5

        """

    @Test func `Profit sums to the ledger, to the last unit`() throws {
        let desk = try Desk()
        var run = ProfitRun(lines: try desk.file(Self.lines))
        run.costs = try desk.file("component,channel,amount\nad_spend,search,30\nadSpend,,10.01\n", "costs.csv")
        run.output = desk.path("cells.csv")
        let answer = try run.run()
        let matrix = answer.document["matrices"]?.array?.first

        #expect(matrix?["exact"]?.bool == true)
        #expect(matrix?["total"]?["gross"]?.string == "200.100001")
        #expect(matrix?["total"]?["adSpend"]?.string == "40.01")
        #expect(matrix?["total"]?["profit"]?.string == "75.090001")
        let profits = try desk.rows("cells.csv").compactMap { Micros.parse($0[12])?.micros }
        #expect(profits.reduce(0, +) == 75_090_001)
        #expect(answer.text.contains("unassigned"))
    }

    @Test func `Cohorts come from the customers' first orders`() throws {
        let desk = try Desk()
        var run = ProfitRun(lines: try desk.file(Self.lines))
        (run.rows, run.columns) = (.cohort, .channel)
        let cells = try run.run().document["matrices"]?.array?.first?["cells"]?.array ?? []
        let tv = cells.first { $0["channel"]?.string == "tv" }
        #expect(tv?["cohort"]?.string == "2026-01")
    }

    @Test func `Currencies are never summed`() throws {
        let desk = try Desk()
        let run = ProfitRun(lines: try desk.file("channel,product,currency,gross\na,b,EUR,1\na,b,USD,2\n"))
        #expect(try run.run().document["matrices"]?.array?.compactMap { $0["total"]?["gross"]?.string } == ["1.00", "2.00"])
    }

    @Test(arguments: [
        ("channel,product\na,b\n", "no column \"gross\""), ("gross\nx\n", "no amount"), ("gross,currency\n1,\n", "no currency"),
        ("gross\n1.1234567\n", "more than six decimals"),
    ])
    func `Bad order lines are one sentence`(_ text: String, _ part: String) throws {
        let desk = try Desk()
        let run = ProfitRun(lines: try desk.file(text))
        let error = #expect(throws: (any Error).self) { try run.run() }
        #expect("\(error.map { "\($0)" } ?? "")".contains(part))
    }

    @Test func `Customers are put into fifths`() throws {
        let desk = try Desk()
        let rows = (1...50).flatMap { customer in
            (0..<(1 + customer % 5)).map { "k\(customer),\(Day(number: 20_000 + customer + (20 + customer % 9) * $0 + 3 * $0 * $0)),\(customer).5" }
        }
        var run = RFMRun(path: try desk.file("customer,day,value\n" + rows.joined(separator: "\n") + "\n"))
        (run.today, run.nextOrder, run.output) = (Day(number: 20_400), true, desk.path("rfm.csv"))
        let answer = try run.run()

        let out = try desk.rows("rfm.csv")
        #expect(out.count == 50)
        #expect(out.first { $0[0] == "k49" }?[2] == "5")
        #expect(out.first { $0[0] == "k49" }?[3] == "247.50")
        #expect(out.allSatisfy { (0...1).contains(Double($0[8]) ?? 2) })
        #expect(answer.document["customers"]?.integer == 50)
    }
}
