package import Core

/// Where a sealed value stands: table, column and row. A value opens in its own place alone.
package struct FieldPlace: Sendable, Hashable {
    package let table: String
    package let column: String
    package let row: String

    /// The table and column are names of the schema, known at compile time; the row is what identifies it within the tenant.
    package init(table: StaticString, column: StaticString, row: String) {
        self.table = "\(table)"
        self.column = "\(column)"
        self.row = row
        precondition(!self.table.contains("|") && !self.column.contains("|"), "a bar in a name would make two places look alike")
    }

    package init<Subject>(table: StaticString, column: StaticString, row: ID<Subject>) {
        self.init(table: table, column: column, row: row.description)
    }

    /// `table|column|tenant|row`; the sealing adds `|key`. Without doubt, although a row may hold bars: the parts before and behind it can not.
    func text(in tenant: TenantID) -> String { "\(table)|\(column)|\(tenant)|\(row)" }
}
