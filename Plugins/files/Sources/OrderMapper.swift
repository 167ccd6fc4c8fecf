import ConnectorKit

/// Orders. Without a column for it an order's id is its customer, its day and its position among that customer's rows of that day: two rows that are
/// equal in every field are two orders, and keep their ids in every reading of the file, whatever its order.
struct OrderMapper: RowMapper {
    private let currency: String
    private let range: DayRange
    private let hasID: Bool
    private var starts: DayStarts
    private let counted = Counted()

    /// The table, behind a reference because a mapper is copied into an existential.
    private final class Counted { var table = OccurrenceTable() }

    init(_ settings: Settings, _ columns: Columns, _ range: DayRange) {
        currency = settings.currency
        self.range = range
        hasID = columns.index(.id) != nil
        starts = DayStarts(settings.zone)
    }

    mutating func map(_ fields: FieldReader, isBehindCursor: Bool, _ host: Host) throws {
        if hasID, isBehindCursor { return }
        let id = hasID ? try fields.required(.id) : nil
        let customer = hasID ? fields.bytes(.customer) : try fields.required(.customer)
        let date = try fields.requiredDate(.day)
        // A row is counted before the rest of it is read: so a later row keeps its position when a fault in this one is repaired.
        var position = 0
        if let customer, id == nil { position = try counted.table.count(customer, date.day) }
        if isBehindCursor || !range.contains(date.day) { return }
        let value = try fields.required(.value)
        guard let total = fields.numbers.read(value) else { throw FieldFault(.value, "The field is no number.", value) }
        let quantity = try fields.whole(.quantity)
        let currency = try fields.currency()
        let discount = try fields.amount(.discount)
        let tax = try fields.amount(.tax)
        let shipping = try fields.amount(.shipping)
        let refunded = try fields.amount(.refunded)
        let placed = date.instant ?? starts.start(of: date.day)
        try host.emit("orders") { row in
            if let id { row.text("id", bytes: id) } else if let customer { row.identity(customer, date.day, position) }
            row.text("number", fields.bytes(.number))
            row.text("customer_id", customer)
            row.instant("placed_at", placed)
            row.day("day", date.day)
            if let currency { row.text("currency", bytes: currency) } else { row.text("currency", self.currency) }
            row.amount("total_micros", total, text: "total_text", value)
            row.micros("discount_micros", discount?.micros)
            row.micros("tax_micros", tax?.micros)
            row.micros("shipping_micros", shipping?.micros)
            row.micros("refunded_micros", refunded?.micros)
            row.integer("quantity", quantity)
            row.text("status", fields.bytes(.status))
            row.text("source", fields.bytes(.source))
        }
    }
}

extension Row {
    /// `customer-YYYYMMDD-n`.
    fileprivate mutating func identity(_ customer: UnsafeRawBufferPointer, _ day: Day, _ position: Int) {
        var text = ByteBuffer(capacity: customer.count + 32)
        text.append(customer)
        let (year, month, number) = day.components
        text.append(0x2D)
        text.append(decimal: Int64(year * 10_000 + month * 100 + number))
        text.append(0x2D)
        text.append(decimal: Int64(position))
        text.withBytes { self.text("id", bytes: $0) }
    }
}
