import ConnectorKit

/// Whether LinkedIn can take an event, and how it is written: pure.
enum ConversionCheck {
    /// LinkedIn takes what happened at most so long ago.
    static let mostDays: Int64 = 90
    /// Characters of an event's id.
    static let longestID = 64

    /// Why an event can not be sent; nil when it can.
    static func fault(_ event: ConversionEvent, now: Instant) -> String? {
        if event.id.count > longestID { return "The id is longer than \(longestID) characters." }
        if event.occurredAt < now.adding(seconds: -mostDays * 86_400) { return "It happened more than \(mostDays) days ago." }
        if event.occurredAt > now { return "It lies in the future." }
        if let hash = event.user.emailSHA256, !isHash(hash) { return "The hash of the e-mail is no SHA-256 in lower-case hexadecimal." }
        if event.user.emailSHA256 == nil, click(event) == nil { return "It names nobody: LinkedIn needs a hashed e-mail or li_fat_id." }
        if let value = event.value, value < .zero { return "Its value is negative." }
        if event.value != nil, event.currency == nil { return "Its value has no currency." }
        return nil
    }

    static func write(_ event: ConversionEvent, rule: String, to row: inout Row) {
        row.text("conversion", "urn:lla:llaPartnerConversion:\(rule)")
        row.integer("conversionHappenedAt", event.occurredAt.microseconds / 1_000)
        if let value = event.value, let currency = event.currency {
            row.object("conversionValue") { row in
                row.text("currencyCode", currency)
                row.text("amount", value.description)
            }
        }
        row.text("eventId", event.id)
        row.object("user") { row in
            row.objects("userIds", ids(event)) { row, id in
                row.text("idType", id.type)
                row.text("idValue", id.value)
            }
            // One value at most.
            if let id = event.user.externalIDSHA256 { row.texts("externalIds", [id]) }
        }
    }

    private static func ids(_ event: ConversionEvent) -> [(type: String, value: String)] {
        [
            event.user.emailSHA256.map { (type: "SHA256_EMAIL", value: $0) },
            click(event).map { (type: "LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID", value: $0) },
        ].compactMap(\.self)
    }

    private static func click(_ event: ConversionEvent) -> String? {
        event.clickID.flatMap { $0.kind == "li_fat_id" ? $0.value : nil }
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// The indices that a refusal names: "…, indices [0, 3]".
    static func indices(in message: String, below count: Int) -> Set<Int> {
        guard let word = message.range(of: "indices"), let open = message[word.upperBound...].firstIndex(of: "["),
            let close = message[open...].firstIndex(of: "]")
        else { return [] }
        let numbers = message[message.index(after: open)..<close].split(separator: ",").map { $0.filter { $0 != " " } }.map { Int($0) }
        guard numbers.allSatisfy({ $0.map { (0..<count).contains($0) } ?? false }) else { return [] }
        return Set(numbers.compactMap(\.self))
    }
}

extension String {
    /// Where a text occurs first, byte for byte.
    fileprivate func range(of part: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
            start = index(after: start)
        }
        return nil
    }
}
