import ConnectorKit

/// Why a field can not be used.
struct FieldFault: Error {
    let field: Field
    let reason: String
    let sample: String

    init(_ field: Field, _ reason: String, _ bytes: UnsafeRawBufferPointer) {
        self.field = field
        self.reason = reason
        sample = String(decoding: bytes.prefix(40), as: UTF8.self)
    }
}

/// Reads the fields of the current row by their names. An empty field is absent.
struct FieldReader {
    let record: RecordReader
    let columns: Columns
    let numbers: NumberForm
    let dates: DateForm
    let zone: Zone

    init(_ record: RecordReader, _ columns: Columns, _ settings: Settings) {
        self.record = record
        self.columns = columns
        numbers = NumberForm(decimalComma: settings.decimalComma)
        dates = settings.dates
        zone = settings.zone
    }

    func bytes(_ field: Field) -> UnsafeRawBufferPointer? {
        guard let index = columns.index(field) else { return nil }
        let bytes = record.field(index)
        return bytes.isEmpty ? nil : bytes
    }

    func required(_ field: Field) throws(FieldFault) -> UnsafeRawBufferPointer {
        guard let bytes = bytes(field) else { throw FieldFault(field, "The field is empty.", UnsafeRawBufferPointer(start: nil, count: 0)) }
        return bytes
    }

    func amount(_ field: Field) throws(FieldFault) -> Decimal.Reading? {
        guard let bytes = bytes(field) else { return nil }
        guard let read = numbers.read(bytes) else { throw FieldFault(field, "The field is no number.", bytes) }
        return read
    }

    func whole(_ field: Field) throws(FieldFault) -> Int64? {
        guard let bytes = bytes(field) else { return nil }
        guard let read = numbers.whole(bytes) else { throw FieldFault(field, "The field is no whole number.", bytes) }
        return read
    }

    func date(_ field: Field) throws(FieldFault) -> DateForm.Reading? {
        guard let bytes = bytes(field) else { return nil }
        guard let read = dates.read(bytes, zone) else { throw FieldFault(field, "The field is no date of the form \(dates.rawValue).", bytes) }
        return read
    }

    func requiredDate(_ field: Field) throws(FieldFault) -> DateForm.Reading {
        let bytes = try required(field)
        guard let read = dates.read(bytes, zone) else { throw FieldFault(field, "The field is no date of the form \(dates.rawValue).", bytes) }
        return read
    }

    /// The currency that a column says; nil where none does.
    func currency() throws(FieldFault) -> UnsafeRawBufferPointer? {
        guard let bytes = bytes(.currency) else { return nil }
        guard bytes.count == 3, bytes.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw FieldFault(.currency, "The field is no currency code of three capital letters.", bytes)
        }
        return bytes
    }
}

extension Row {
    /// A text that may be absent.
    mutating func text(_ name: StaticString, _ bytes: UnsafeRawBufferPointer?) {
        if let bytes { text(name, bytes: bytes) }
    }

    /// An amount; where it has more than six decimals its text is kept beside it.
    mutating func amount(_ name: StaticString, _ read: Decimal.Reading?, text original: StaticString, _ bytes: UnsafeRawBufferPointer?) {
        micros(name, read?.micros)
        if let read, !read.exact { text(original, bytes) }
    }
}
