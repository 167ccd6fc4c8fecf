import ConnectorKit

/// Turns a balance transaction into a row.
struct TransactionReader {
    let settings: Settings
    let zone: Zone

    /// Emits the row; what can not be read is a reject. `payout` is known when its transactions were asked for.
    func emit(_ object: JSONView, payout: String?, _ host: Host) throws {
        if let reject = Self.fault(object) { return try host.reject(Transactions.stream, reject) }
        guard let id = object["id"].filledString, let created = object["created"].instant, let currency = Currencies.code(object["currency"]),
            let gross = settings.currencies.amount(object["amount"], currency), let net = settings.currencies.amount(object["net"], currency)
        else { return try host.reject(Transactions.stream, Reject("The transaction can not be read.", sample: object["id"].string)) }
        let source = object["source"]
        let type = object["type"].string ?? ""
        let kind = TransactionRow.Kind(type: type, category: object["reporting_category"].string)
        try host.emit(
            TransactionRow(
                id: id, kind: kind, sourceID: Reference.id(source), orderID: source["metadata"].member(settings.orderKey).filledString,
                customerID: Reference.id(source["customer"]), payoutID: payout ?? (kind == .payout ? Reference.id(source) : nil),
                occurredAt: created, day: zone.day(of: created), availableAt: Self.time(object["available_on"]), currency: currency, gross: gross,
                fee: settings.currencies.amount(object["fee"], currency), net: net, exchangeRate: object["exchange_rate"].decimalText,
                status: object["status"].filledString, description: object["description"].filledString.map { String($0.prefix(120)) },
                isTest: source["livemode"].boolean.map { !$0 }, extra: try extra(object)))
    }

    /// What the canonical form has no member for: Stripe's own words, the charge behind a refund or dispute, and what the customer paid where it was
    /// another currency than the account's.
    private func extra(_ object: JSONView) throws -> JSONView {
        let source = object["source"]
        let bytes = Row.bytes { row in
            row.text("type", object["type"].filledString)
            row.text("reporting_category", object["reporting_category"].filledString)
            row.text("charge_id", Reference.id(source["charge"]))
            if let currency = Currencies.code(source["currency"]) {
                row.text("source_currency", currency)
                row.micros("source_amount_micros", settings.currencies.amount(source["amount"], currency))
            }
            if object["fee_details"].count > 0 { row.raw("fee_details", object["fee_details"]) }
        }
        return try JSONDocument(bytes).root
    }

    private static func time(_ view: JSONView) -> Instant? { view.kind == .number ? view.instant : nil }

    /// The field that makes a transaction unreadable.
    private static func fault(_ object: JSONView) -> Reject? {
        let id = object["id"].string
        for field in ["amount", "net", "created"] where object[field].kind != .number || object[field].integer == nil {
            return Reject("\"\(field)\" of a transaction is no whole number.", field: field, sample: id)
        }
        if object["fee"].exists, object["fee"].kind != .number || object["fee"].integer == nil {
            return Reject("\"fee\" of a transaction is no whole number.", field: "fee", sample: id)
        }
        if Currencies.code(object["currency"]) == nil {
            return Reject("The currency of a transaction can not be read.", field: "currency", sample: id)
        }
        if let amount = object["amount"].integer, let fee = object["fee"].integer, let net = object["net"].integer {
            let (expected, overflow) = amount.subtractingReportingOverflow(fee)
            if overflow || expected != net { return Reject("Gross, fee and net of a transaction do not agree.", field: "net", sample: id) }
        }
        return nil
    }
}

/// A reference, which is an id or, where it was expanded, the object itself.
enum Reference {
    static func id(_ view: JSONView) -> String? { view.kind == .object ? view["id"].filledString : view.filledString }
}

extension TransactionRow.Kind {
    /// By Stripe's type; what belongs to a dispute is an adjustment there, and only the category tells.
    init(type: String, category: String?) {
        if let category, category.hasPrefix("dispute") {
            self = .dispute
            return
        }
        switch type {
        case "charge", "payment": self = .charge
        case "refund", "payment_refund", "refund_failure", "payment_failure_refund", "payment_reversal": self = .refund
        case "stripe_fee", "stripe_fx_fee", "tax_fee", "application_fee", "application_fee_refund", "network_cost": self = .fee
        case "payout", "payout_cancel", "payout_failure": self = .payout
        case "adjustment": self = .adjustment
        default: self = type.hasPrefix("transfer") ? .transfer : type.hasPrefix("issuing_dispute") ? .dispute : .other
        }
    }
}
