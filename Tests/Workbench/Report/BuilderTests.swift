import Statistics
import Testing

@testable import Workbench

@Suite struct BuilderTests {
    private static let subject = ReportSubject(source: "a <file>.csv", currency: "EUR")

    @Test func `Customers become a page with their value, their cohorts and the model's fit`() async throws {
        let report = Report.customerValue(try await BuilderData.customers(), Self.subject)

        let reading = PageReading.check(report.html())

        #expect(report.sections.map(\.title).first == "Where the value is")
        #expect(report.sections.contains { $0.title == "How cohorts come back" })
        #expect(reading.text.contains("a <file>.csv"))
    }

    @Test func `Parameters alone make a page of customers too`() {
        let result = CustomerValueResult(model: BGNBD(r: 0.24, alpha: 4.4, a: 0.79, b: 2.4))

        _ = PageReading.check(Report.customerValue(result, Self.subject).html())
    }

    @Test func `Draws of a posterior are shown with traces and ranks`() {
        var random = Philox(seed: 4)
        let draws = Draws(chains: 4, count: 50, dimension: 2, values: (0..<400).map { _ in random.normal() })
        var result = CustomerValueResult(model: BGNBD(r: 1, alpha: 1, a: 1, b: 1))
        result.samples = [.init(names: ["r", "alpha"], draws: draws, diagnosis: Diagnosis(of: draws))]

        let report = Report.customerValue(result, Self.subject)
        _ = PageReading.check(report.html())

        #expect(report.sections.last?.plots.count == 3)
        #expect(report.verdict?.tone == ReportVerdict.Tone(Diagnosis(of: draws).verdict))
    }

    @Test func `A forecast becomes a fan, with what was noticed as a caution`() throws {
        let short = [5.0, 6, 4, 5, 7]
        let cases = [
            ForecastCase(
                "wave", values: BuilderData.wave, days: (0..<160).map { 7 * $0 }, forecast: try Forecaster().forecast(.weekly(BuilderData.wave))),
            ForecastCase("short", values: short, forecast: try Forecaster().forecast(TimeSeries(short))),
        ]

        let report = Report.forecast(cases, Self.subject)
        _ = PageReading.check(report.html())

        #expect(report.verdict?.tone == .caution)
        #expect(report.verdict?.findings.contains { $0.sentence.hasPrefix("short:") } == true)
        #expect(report.sections.map(\.title) == ["All series", "wave", "short"])
    }

    @Test func `Anomalies are listed, the strongest first, and marked on the series`() throws {
        var values = BuilderData.wave
        values[50] = 400
        values[90] = .nan
        let item = AnomalyCase("orders", values: values, points: try AnomalyDetector().detect(TimeSeries(values)))

        let report = Report.anomaly([item], Self.subject)
        _ = PageReading.check(report.html())

        let first = report.sections.first?.tables.first?.rows.first ?? []
        #expect(Array(first.prefix(3)) == ["orders", "51", "spike"])
        guard case .lines(let plot) = report.sections.last?.plots.first else { return #expect(Bool(false), "no picture") }
        #expect(plot.points.contains { $0.kind == "missing value" && $0.y.isFinite })
    }

    @Test func `A series without anomalies says so`() throws {
        let item = AnomalyCase("orders", values: [1, 2], points: [])

        #expect(Report.anomaly([item], Self.subject).verdict?.tone == .good)
    }

    @Test func `A profit matrix becomes coloured cells whose sums are those of the ledger`() throws {
        let matrix = try BuilderData.ledger()
        let economics = try UnitEconomics(.init(amounts: matrix.total, orders: 4, newCustomers: 2))

        let report = Report.profit([matrix], economics: economics, Self.subject)
        let reading = PageReading.check(report.html())

        let grid = ProfitGrid(matrix)
        #expect(grid.values.last?.last == Double(matrix.total.profit()) / 1e6)
        #expect(grid.rows.contains("unassigned"))
        #expect(report.verdict?.findings.contains { $0.sentence.contains("<ads> loses") } == true)
        #expect(reading.text.contains("sum to the ledger to the last unit"))
    }

    @Test func `A matrix too large to read keeps its sums`() throws {
        let count = 200
        let codes = (0..<count).map { UInt32($0 % 50) }
        let lines = OrderLines(
            codes: [.product: codes, .day: codes], currency: [UInt32](repeating: 0, count: count), gross: (0..<count).map { Int64($0) * 1_000_000 })
        let names = (0..<50).map { "2026-01-\($0 + 10)" }
        let matrix = try ProfitMatrix(
            ProfitLedger(names: [.product: names, .day: names], currencies: ["EUR"], lines: lines), rows: .product, columns: .day)

        let grid = ProfitGrid(matrix)

        #expect(grid.rows.last == "others (20)")
        #expect(grid.columns.first == "earlier (37)")
        #expect(grid.values.last?.last == 19_900)
        let sums = grid.values.dropLast().map { row -> Double in row[row.count - 1] ?? 0 }
        #expect(sums.reduce(0, +) == 19_900)
    }

    @Test func `Segments become bars and a page that says what to do`() throws {
        let rfm = try RFM(
            .init(
                recencyDays: [1, 400, 30, 200, 90, 5, 700], orders: [9, 1, 3, 8, 2, 1, 1],
                money: (1...7).map { Int64($0) * 10_000_000 }))
        let churn = [ChurnModel.Prediction](repeating: try Self.prediction(), count: 3)

        let report = Report.rfm(rfm, money: (1...7).map { Int64($0) * 10_000_000 }, churn: churn, Self.subject)
        _ = PageReading.check(report.html())

        #expect(report.sections.count == 3)
    }

    @Test func `A refusal becomes a page that says what is missing`() {
        let refusal = Refusal(code: "x", sentence: "There are 3 weeks.", advice: "Wait.")

        let report = Report.refusal(refusal, title: "Mix", Self.subject)

        #expect(PageReading.check(report.html()).text.contains("There are 3 weeks."))
        #expect(report.figures.isEmpty && report.sections.isEmpty)
        #expect(report.verdict?.tone == .bad)
    }

    private static func prediction() throws -> ChurnModel.Prediction {
        let customers = (0..<40).map { ChurnModel.Customer(gaps: [10 + Double($0), 20 + Double($0 % 7)], silence: Double($0)) }
        return try ChurnModel(fit: customers).predict(customers[0])
    }
}
