package import Core

extension Schema where Value == Money {
    /// `{"amount_micros": "1234560000", "currency": "USD", "display": "1234.56"}`. In an input `amount_micros` may be a number as well, and `display` is not read.
    package static var money: Schema<Money> {
        let properties = [
            Shape.Property(
                name: "amount_micros", shape: Shape(.string(format: nil, pattern: "^-?[0-9]{1,19}$", length: nil)), isRequired: true,
                about: "Millionths of the currency's unit."),
            Shape.Property(name: "currency", shape: Schema<Currency>.currency.shape, isRequired: true, about: "ISO 4217."),
            Shape.Property(
                name: "display", shape: Shape(.string(format: nil, pattern: nil, length: nil)), isRequired: false, about: "The amount as a decimal."),
        ]
        return Schema(shape: Shape(.object(properties), name: "Money"), read: readMoney, write: writeMoney)
    }

    @Sendable private static func readMoney(_ json: JSON, _ faults: inout Faults) -> Money? {
        guard let members = json.members else {
            faults.wrongType("an object with amount_micros and currency")
            return nil
        }
        for member in members where !["amount_micros", "currency", "display"].contains(member.name) {
            faults.within(member.name) { $0.add("unknown_field", "There is no such field.") }
        }
        let micros = json["amount_micros"].flatMap { $0.integer ?? $0.string.flatMap { Int64($0) } }
        if micros == nil { faults.within("amount_micros") { $0.add("format", "This must be a whole number as a text.") } }
        let currency = json["currency"]?.string.flatMap { Currency($0) }
        if currency == nil { faults.within("currency") { $0.add("format", "This must be a currency code of three letters.") } }
        guard let micros, let currency else { return nil }
        return Money(micros: micros, currency: currency)
    }

    @Sendable private static func writeMoney(_ money: Money, _ writer: inout JSONWriter) {
        writer.raw("{\"amount_micros\":\"")
        writer.integer(money.micros)
        writer.raw("\",\"currency\":")
        writer.string(money.currency.code)
        writer.raw(",\"display\":")
        writer.string(money.display)
        writer.raw("}")
    }
}
