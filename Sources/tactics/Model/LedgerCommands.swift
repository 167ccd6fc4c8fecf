import ArgumentParser
import Core
import Statistics
import Workbench

struct ProfitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profit", abstract: "Profit by two of channel, product, cohort, country and day, exact to the last unit.",
        discussion: """
            Order lines have a column gross, and where known refunds, fees, tax, cogs, shipping, currency, channel, product, cohort, country, day. \
            Without a column cohort it is the month of the customer's first order (columns customer and day). Costs that belong to no order line come \
            from a second file: component (adSpend, fees, cogs, shipping, ...), amount, and the dimensions that are known; the rest is spread.
            """)

    @Argument(help: "The file of order lines.") var file: String
    @Option(help: "A file of costs that belong to no order line.") var costs: String?
    @Option(help: "Rows and columns: channel,product.") var by: NameList?
    @Option(help: "What costs without a dimension are spread by: netRevenue, gross, lines or none.") var basis = ProfitRule.Basis.netRevenue
    @Flag(help: "Leave tax in the net revenue.") var keepTax = false
    @Flag(help: "Leave fees in the net revenue.") var keepFees = false
    @Option(help: "Write the cells to this CSV file.") var out: String?
    @OptionGroup var page: PageArguments
    @OptionGroup var output: ModelOutput

    private var dimensions: [ProfitDimension] { (by?.names ?? ["channel", "product"]).compactMap(ProfitDimension.init) }

    func validate() throws {
        guard dimensions.count == 2, by.map({ $0.names.count == 2 }) ?? true else {
            throw ValidationError("--by takes two of \(ProfitDimension.allCases.map(\.rawValue).joined(separator: ", ")), separated by a comma.")
        }
    }

    func run() async throws {
        try await output.print(page: page.place(file, "profit")) {
            var run = ProfitRun(lines: file)
            (run.costs, run.output) = (costs, out)
            // The currency of files without a column for it.
            if !page.currency.isEmpty { run.currency = page.currency }
            (run.rows, run.columns) = (dimensions[0], dimensions[1])
            (run.rule.basis, run.rule.subtractsTax, run.rule.subtractsFees) = (basis, !keepTax, !keepFees)
            return try run.run()
        }
    }
}

struct RFMCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rfm", abstract: "Customers in fifths of recency, frequency and money, and their segments.")

    @Argument(help: "The file of orders: customer, day, value.") var file: String
    @Option(help: "The column that names the customer.") var customer = "customer"
    @Option(help: "The column of the order's day.") var day = "day"
    @Option(help: "The column of the order's value.") var value = "value"
    @Option(help: "The day that recency is counted from; the last day of the file unless given.") var today: Day?
    @Flag(help: "Work out churn risk and the day of the next order as well.") var nextOrder = false
    @Option(help: "Write every customer to this CSV file.") var out: String?
    @OptionGroup var page: PageArguments
    @OptionGroup var output: ModelOutput

    func run() async throws {
        try await output.print(page: page.place(file, "rfm")) {
            var run = RFMRun(path: file)
            (run.columns.customer, run.columns.day, run.columns.value) = (customer, day, value)
            (run.today, run.nextOrder, run.output) = (today, nextOrder, out)
            return try run.run()
        }
    }
}
