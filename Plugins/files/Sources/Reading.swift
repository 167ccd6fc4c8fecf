import ConnectorKit

/// One reading of a file from its first row to its last, with a checkpoint every so many rows.
struct Reading {
    /// Rows between two checkpoints: some seconds of work to repeat after an interruption, and few transactions.
    static let rowsPerCheckpoint = 20_000

    let settings: Settings
    let request: ReadRequest
    /// Which version of the file this is.
    let tag: String?
    /// How many rows earlier readings have stored: they are only counted.
    let behind: Int
    let host: Host
    private var row = 0

    init(settings: Settings, request: ReadRequest, tag: String?, behind: Int, host: Host) {
        self.settings = settings
        self.request = request
        self.tag = tag
        self.behind = behind
        self.host = host
    }

    mutating func run(_ record: RecordReader) throws {
        let columns = try record.columns()
        let fields = FieldReader(record, columns, settings)
        var mapper = mapper(columns)
        while true {
            switch try record.next() {
            case .end:
                try checkpoint(isDone: true)
                return
            case .broken(let reject):
                row += 1
                if row > behind { try host.reject(request.stream, reject) }
            case .row(let line):
                row += 1
                try take(line, record, columns, fields, &mapper)
            }
            if row % Reading.rowsPerCheckpoint == 0 { try pause(record) }
        }
    }

    private mutating func take(_ line: Int, _ record: RecordReader, _ columns: Columns, _ fields: FieldReader, _ mapper: inout any RowMapper) throws {
        let isBehind = row <= behind
        guard record.count == columns.count else {
            if isBehind { return }
            return try host.reject(request.stream, Reject("The row has \(record.count) columns instead of \(columns.count).", line: line))
        }
        do { try mapper.map(fields, isBehindCursor: isBehind, host) } catch let fault as FieldFault {
            if isBehind { return }
            try host.reject(
                request.stream, Reject(fault.reason, line: line, field: fault.field.name, sample: fault.sample.isEmpty ? nil : fault.sample))
        }
    }

    private func mapper(_ columns: Columns) -> any RowMapper {
        let range = request.mode == .backfill ? DayRange(since: request.since, until: request.until) : DayRange(since: nil, until: nil)
        switch settings.mapping {
        case .orders: return OrderMapper(settings, columns, range)
        case .customers: return CustomerMapper(currency: settings.currency)
        case .products: return ProductMapper()
        case .adDaily: return AdDailyMapper(settings: settings, range: range)
        }
    }

    private func pause(_ record: RecordReader) throws {
        if row == Reading.rowsPerCheckpoint, let size = record.size, record.consumed > 0 {
            host.estimate(request.stream, rows: Int(Double(row) * Double(size) / Double(record.consumed)))
        }
        if row > behind { try checkpoint(isDone: false) } else if host.isCancelled { throw ConnectorFailure(.transient, "The sync was cancelled.") }
    }

    private func checkpoint(isDone: Bool) throws {
        try host.checkpoint(request.stream) { cursor in
            FileCursor.write(row: max(row, behind), tag: tag, mode: request.mode, isDone: isDone, to: &cursor)
        }
    }
}
