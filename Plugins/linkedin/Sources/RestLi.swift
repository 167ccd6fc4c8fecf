import ConnectorKit

/// The syntax of Rest.li 2.0 in URLs: parentheses, colons and commas of the syntax stay literal, what stands inside is percent-encoded.
enum RestLi {
    /// `urn:li:sponsoredCampaign:123`.
    static func urn(_ kind: String, _ id: String) -> String { "urn:li:\(kind):\(id)" }

    /// `List(a,b)` with its items encoded.
    static func list(_ items: [String]) -> String { "List(\(items.map { PercentEncoding.encode($0) }.joined(separator: ",")))" }

    /// `(year:2026,month:5,day:1)`.
    static func date(_ day: Day) -> String {
        let (year, month, number) = day.components
        return "(year:\(year),month:\(month),day:\(number))"
    }

    /// Both days are included.
    static func range(_ window: DateWindows.Window) -> String { "(start:\(date(window.since)),end:\(date(window.until)))" }

    /// The kind of a URN: `sponsoredCampaign`; nil for any other text.
    static func kind(of urn: String) -> String? {
        let parts = urn.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "urn" ? String(parts[2]) : nil
    }

    /// The id inside a URN; a text that is none is its own id. Creatives come as URNs, everything else as a number.
    static func id(of text: String) -> String { kind(of: text) == nil ? text : text.split(separator: ":").last.map(String.init) ?? text }
}

extension JSONView {
    /// A day of `{"year": 2026, "month": 5, "day": 1}`.
    var calendarDay: Day? {
        guard let year = self["year"].integer, let month = self["month"].integer, let day = self["day"].integer,
            let fitting = Int32(exactly: year), let small = Int32(exactly: month), let number = Int32(exactly: day)
        else { return nil }
        return Day(year: Int(fitting), month: Int(small), day: Int(number))
    }

    /// A time in milliseconds since 1970.
    var milliseconds: Instant? {
        guard let value = integer else { return nil }
        let (micros, overflow) = value.multipliedReportingOverflow(by: 1_000)
        return overflow ? nil : Instant(microseconds: micros)
    }

    /// The id of a number, a text or a URN; nil for none.
    var platformID: String? { filledString.map { RestLi.id(of: $0) } }
}
