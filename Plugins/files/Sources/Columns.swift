import ConnectorKit

/// Which column holds which field, once the headings (or the first row) are known.
struct Columns {
    /// How many columns every row has.
    let count: Int
    private var places = [Int](repeating: -1, count: Field.allCases.count)

    /// Finds each field's column. `headings` are nil when the file has none.
    init(_ settings: Settings, headings: [String]?, count: Int) throws {
        self.count = count
        for (field, column) in settings.columns { places[field.rawValue] = try Columns.index(field, column, headings, count) }
        if let headings { takeHeadings(settings, headings) }
        try complete(settings, headings)
    }

    /// The column's index from 0; nil when the file has none for the field.
    func index(_ field: Field) -> Int? {
        let index = places[field.rawValue]
        return index < 0 ? nil : index
    }

    private static func index(_ field: Field, _ column: Settings.Column, _ headings: [String]?, _ count: Int) throws -> Int {
        switch column {
        case .number(let number):
            if number <= count { return number - 1 }
            throw ConnectorFailure(.config, "Column \(number) for \(field.name) is not there: the file has \(count) columns.")
        case .heading(let heading):
            guard let headings else {
                throw ConnectorFailure(.config, "The column of \(field.name) is given by a heading, but the file has none: use its number.")
            }
            if let index = headings.firstIndex(of: heading) ?? headings.firstIndex(where: { $0.lowercased() == heading.lowercased() }) {
                return index
            }
            throw ConnectorFailure(.config, "The heading \"\(heading)\" for \(field.name) is not in the file. \(listed(headings))")
        }
    }

    /// Headings that are named like fields need no setting.
    private mutating func takeHeadings(_ settings: Settings, _ headings: [String]) {
        for (index, heading) in headings.enumerated() {
            guard let field = Field(name: heading), settings.mapping.fields.contains(field), places[field.rawValue] < 0 else { continue }
            places[field.rawValue] = index
        }
    }

    private func complete(_ settings: Settings, _ headings: [String]?) throws {
        var missing = settings.mapping.required.filter { index($0) == nil }
        if settings.mapping == .orders, index(.id) == nil, index(.customer) == nil { missing.append(.customer) }
        guard !missing.isEmpty else { return }
        let names = missing.map(\.name).joined(separator: ", ")
        throw ConnectorFailure(
            .config,
            "The setting columns must say which column holds: \(names). " + (headings.map(Columns.listed) ?? "The file has \(count) columns."))
    }

    private static func listed(_ headings: [String]) -> String {
        "The headings there are: " + headings.prefix(40).map { String($0.prefix(60)) }.joined(separator: ", ") + (headings.count > 40 ? ", …" : ".")
    }
}
