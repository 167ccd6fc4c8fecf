import ConnectorKit

/// A connection's settings, checked.
struct Settings {
    enum Format: String { case csv, delimited, fixed }
    enum Encoding: String {
        case auto
        case utf8 = "utf-8"
        case latin1 = "latin-1"
    }

    /// Nil for the upload.
    let url: String?
    let format: Format
    /// Nil: found in the first line.
    let delimiter: UInt8?
    let header: Bool
    let encoding: Encoding
    let zone: Zone
    let currency: String
    let mapping: Mapping
    /// The column of each field: a number from 1, or a heading.
    let columns: [(field: Field, column: Column)]
    let dates: DateForm
    let decimalComma: Bool
    let account: String

    enum Column: Hashable {
        case number(Int)
        case heading(String)
    }

    init(_ config: JSONView, timeZone: String?, currency: String?) throws {
        switch config["source"].string ?? "upload" {
        case "upload": url = nil
        case "url": url = try Settings.address(config["url"].string)
        case let other: throw ConnectorFailure(.config, "The source \"\(other)\" is not known: use upload or url.")
        }
        format = try Settings.choice(config, "format", .csv)
        delimiter = try Settings.delimiter(config["delimiter"].string, format)
        header = config["header"].boolean ?? true
        encoding = try Settings.choice(config, "encoding", .auto)
        zone = try (config["time_zone"].filledString ?? timeZone).map { try Zone($0) } ?? .utc
        mapping = try Settings.mapping(config["maps_to"].string)
        self.currency = try Settings.currency(config["currency"].filledString ?? currency)
        columns = try Settings.columns(config["columns"], mapping)
        dates = try Settings.choice(config, "date_format", .auto)
        decimalComma = try Settings.decimalComma(config["decimal"].string)
        account = config["account_id"].filledString ?? "files"
    }

    private static func choice<Value: RawRepresentable>(_ config: JSONView, _ name: String, _ usual: Value) throws -> Value
    where Value.RawValue == String {
        guard let text = config[name].string else { return usual }
        guard let value = Value(rawValue: text) else { throw ConnectorFailure(.config, "The setting \(name) can not be \"\(text)\".") }
        return value
    }

    private static func address(_ url: String?) throws -> String {
        guard let url, url.hasPrefix("https://"), url.utf8.count > 8 else {
            throw ConnectorFailure(.config, "The source url needs the setting url: an address that starts with https://.")
        }
        return url
    }

    private static func delimiter(_ text: String?, _ format: Format) throws -> UInt8? {
        switch text {
        case nil, "": return nil
        case "tab", "\t", "\\t": return 0x09
        case let text?:
            guard let byte = text.utf8.first, text.utf8.count == 1, byte >= 0x20, byte < 0x7F, byte != 0x22 else {
                throw ConnectorFailure(.config, "The delimiter must be one character (or tab).")
            }
            return byte
        }
    }

    private static func mapping(_ text: String?) throws -> Mapping {
        if text == "spend" { return .adDaily }
        guard let mapping = text.flatMap(Mapping.init(rawValue:)) else {
            throw ConnectorFailure(.config, "The setting maps_to must be one of \(Mapping.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return mapping
    }

    private static func currency(_ text: String?) throws -> String {
        guard let text, text.utf8.count == 3, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw ConnectorFailure(.config, "The currency must be a code of three capital letters, such as EUR.")
        }
        return text
    }

    private static func decimalComma(_ text: String?) throws -> Bool {
        switch text {
        case nil, ".": return false
        case ",": return true
        default: throw ConnectorFailure(.config, "The decimal sign must be \".\" or \",\".")
        }
    }

    private static func columns(_ config: JSONView, _ mapping: Mapping) throws -> [(field: Field, column: Column)] {
        try config.members.map { name, value in
            guard let field = Field(name: name), mapping.fields.contains(field) else {
                let known = mapping.fields.map(\.name).joined(separator: ", ")
                throw ConnectorFailure(.config, "The field \"\(name)\" is not known for \(mapping.rawValue): use \(known).")
            }
            if value.kind == .number, let number = value.integer, (1...1000).contains(number) { return (field, .number(Int(number))) }
            if value.kind == .text, let heading = value.filledString { return (field, .heading(heading)) }
            throw ConnectorFailure(.config, "The column of \(name) must be a number from 1 to 1000 or a heading.")
        }
    }
}
