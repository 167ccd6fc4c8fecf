import Core
import Statistics

extension TimeUnit {
    var grid: TimeGrid { self == .day ? .days : .weeks }
    /// One month in this unit, as the usual conventions count it.
    package var month: Double { self == .day ? 30.4375 : 4.345 }
}

/// A file of customers: a summary (x, t_x, T, one row each) or a purchase log, read block by block.
struct CustomerSource {
    /// Rows of one block.
    static let block = 131_072

    /// One block of customers, with their names as they stand in the file.
    struct Block {
        var names: [String] = []
        var table = CustomerTable()

        mutating func append(_ name: String, _ record: CustomerRecord, _ row: CSVRow?) throws {
            do { try table.append(record) } catch {
                // The table counts within the block; a row's own line says more.
                throw row.map {
                    TableFault(
                        file: $0.file, line: $0.line,
                        "\(error.sentence.split(separator: " ").dropFirst(2).joined(separator: " ").capitalisedFirst) \(error.advice)")
                } ?? error
            }
            names.append(name)
        }
    }

    let input: CustomerInput
    let isSummary: Bool
    let hasValue: Bool
    /// A log in which each customer's rows stand together, proven by their order; summaries too.
    let streams: Bool
    /// The last day observed of a log.
    let until: Day?

    /// Looks at the columns, and through a log once for its last day and its order.
    init(_ input: CustomerInput) throws {
        self.input = input
        let reader = try CSVReader(path: input.path)
        let summary = SummaryPlaces(reader, input.columns)
        isSummary = summary != nil
        if let summary {
            (hasValue, streams, until) = (summary.value != nil, true, nil)
            return
        }
        let log = try LogPlaces(reader, input.columns)
        hasValue = log.value != nil
        (until, streams) = try log.survey(reader, until: input.until)
    }

    /// Calls `body` with block after block, in the order of the file (of each customer's first row for a log in memory).
    func forEachBlock(_ body: (Block) async throws -> Void) async throws {
        if isSummary { return try await eachSummaryBlock(body) }
        try await streams ? eachStreamedBlock(body) : eachBlockInMemory(body)
    }

    private func eachSummaryBlock(_ body: (Block) async throws -> Void) async throws {
        let reader = try CSVReader(path: input.path)
        guard let places = SummaryPlaces(reader, input.columns) else { return }
        var isMore = true
        while isMore {
            var block = Block()
            isMore = try reader.read(Self.block) { row in try block.append(places.name(row), places.record(row), row) }
            if !block.names.isEmpty { try await body(block) }
            try Task.checkCancellation()
        }
    }

    private func eachStreamedBlock(_ body: (Block) async throws -> Void) async throws {
        let reader = try CSVReader(path: input.path)
        let places = try LogPlaces(reader, input.columns)
        guard let until else { return }
        var stream = PurchaseStream<String>(until: until.number, unit: input.unit.grid)
        var block = Block()
        var isMore = true
        while isMore {
            isMore = try reader.read(Self.block) { row in
                let purchase = try places.purchase(row)
                if let done = try stream.add(customer: purchase.customer, day: purchase.day.number, value: purchase.value) {
                    try block.append(done.customer, done.record, nil)
                }
            }
            if !isMore, let last = stream.finish() { try block.append(last.customer, last.record, nil) }
            if block.names.count >= Self.block / 2 || !isMore, !block.names.isEmpty {
                try await body(block)
                block = Block()
            }
            try Task.checkCancellation()
        }
    }

    private func eachBlockInMemory(_ body: (Block) async throws -> Void) async throws {
        let reader = try CSVReader(path: input.path)
        let places = try LogPlaces(reader, input.columns)
        guard let until else { return }
        var log = PurchaseLog(until: until.number, unit: input.unit.grid)
        try reader.forEach { row in
            let purchase = try places.purchase(row)
            try log.add(customer: purchase.customer, day: purchase.day.number, value: purchase.value)
        }
        let (names, table) = try log.summary()
        try await body(Block(names: names, table: table))
    }
}

extension String {
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
