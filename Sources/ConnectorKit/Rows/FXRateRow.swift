/// What one unit of a currency cost in another on one day.
public struct FXRateRow: CanonicalRow {
    /// The stream.
    public static let stream = "fx_rates"
    /// The day.
    public var day: Day
    /// ISO 4217 code of the one unit.
    public var base: String
    /// ISO 4217 code of the price.
    public var quote: String
    /// The price, up to ten decimals.
    public var rate: DecimalText
    /// Who says so.
    public var source: String?

    /// A row; what is left out is unknown.
    public init(
        day: Day, base: String, quote: String, rate: DecimalText, source: String? = nil
    ) {
        self.day = day
        self.base = base
        self.quote = quote
        self.rate = rate
        self.source = source
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.day("day", day)
        row.text("base", base)
        row.text("quote", quote)
        row.text("rate", rate.description)
        row.text("source", source)
    }
}
