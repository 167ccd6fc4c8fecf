import ConnectorKit

/// Turns charges, refunds, payouts and disputes into rows of their own streams. Names, addresses and e-mails are not taken over.
struct ObjectReader {
    let kind: ObjectKind
    let settings: Settings
    /// Nil where it is not known: the rows have no day then.
    let zone: Zone?

    /// Emits the row; what can not be read is a reject.
    /// - Parameter changed: when the object became like this, which events tell and lists do not.
    func emit(_ object: JSONView, changed: Instant? = nil, _ host: Host) throws {
        let id = object["id"].filledString
        guard let id, object["created"].kind == .number, let created = object["created"].instant else {
            return try host.reject(kind.stream, Reject("The object has no id or time of creation.", field: "created", sample: id))
        }
        guard let currency = Currencies.code(object["currency"]), let amount = settings.currencies.amount(object["amount"], currency) else {
            return try host.reject(kind.stream, Reject("The amount of the object can not be read.", field: "amount", sample: id))
        }
        try host.emit(kind.stream) { row in
            row.text("id", id)
            row.instant("created_at", created)
            row.day("day", zone?.day(of: created))
            row.text("status", object["status"].filledString)
            row.text("currency", currency)
            row.micros("amount_micros", amount)
            switch kind {
            case .charge: charge(object, currency, to: &row)
            case .refund: refund(object, to: &row)
            case .payout: payout(object, to: &row)
            case .dispute: dispute(object, to: &row)
            }
            row.instant("updated_at", changed)
            row.text("order_id", object["metadata"].member(settings.orderKey).filledString)
            if object["metadata"].count > 0 { row.raw("metadata", object["metadata"]) }
        }
    }

    private func charge(_ object: JSONView, _ currency: String, to row: inout Row) {
        row.micros("captured_micros", settings.currencies.amount(object["amount_captured"], currency))
        row.micros("refunded_micros", settings.currencies.amount(object["amount_refunded"], currency))
        row.micros("application_fee_micros", settings.currencies.amount(object["application_fee_amount"], currency))
        row.boolean("is_paid", object["paid"].boolean)
        row.boolean("is_captured", object["captured"].boolean)
        row.boolean("is_refunded", object["refunded"].boolean)
        row.boolean("is_disputed", object["disputed"].boolean)
        row.boolean("is_test", object["livemode"].boolean.map { !$0 })
        row.text("failure_code", object["failure_code"].filledString)
        row.text("customer_id", Reference.id(object["customer"]))
        row.text("payment_intent_id", Reference.id(object["payment_intent"]))
        row.text("invoice_id", Reference.id(object["invoice"]))
        row.text("transaction_id", Reference.id(object["balance_transaction"]))
        row.text("description", object["description"].filledString.map { String($0.prefix(120)) })
        row.text("method", object["payment_method_details.type"].filledString)
        row.text("card_brand", object["payment_method_details.card.brand"].filledString)
        row.text("card_country", object["payment_method_details.card.country"].filledString)
    }

    private func refund(_ object: JSONView, to row: inout Row) {
        row.text("reason", object["reason"].filledString)
        row.text("failure_reason", object["failure_reason"].filledString)
        row.text("charge_id", Reference.id(object["charge"]))
        row.text("payment_intent_id", Reference.id(object["payment_intent"]))
        row.text("transaction_id", Reference.id(object["balance_transaction"]))
    }

    private func payout(_ object: JSONView, to row: inout Row) {
        // The day of arrival is a day at the bank, given as its midnight in UTC.
        row.day("arrives_on", object["arrival_date"].kind == .number ? object["arrival_date"].instant?.utcDay : nil)
        row.boolean("is_automatic", object["automatic"].boolean)
        row.boolean("is_test", object["livemode"].boolean.map { !$0 })
        row.text("method", object["method"].filledString)
        row.text("type", object["type"].filledString)
        row.text("reconciliation_status", object["reconciliation_status"].filledString)
        row.text("failure_code", object["failure_code"].filledString)
        row.text("destination_id", Reference.id(object["destination"]))
        row.text("transaction_id", Reference.id(object["balance_transaction"]))
    }

    private func dispute(_ object: JSONView, to row: inout Row) {
        row.text("reason", object["reason"].filledString)
        row.boolean("is_charge_refundable", object["is_charge_refundable"].boolean)
        row.boolean("is_test", object["livemode"].boolean.map { !$0 })
        row.instant("evidence_due_at", object["evidence_details.due_by"].kind == .number ? object["evidence_details.due_by"].instant : nil)
        row.text("charge_id", Reference.id(object["charge"]))
        row.text("payment_intent_id", Reference.id(object["payment_intent"]))
        let transactions = object["balance_transactions"].elements.compactMap { Reference.id($0) }
        if !transactions.isEmpty { row.texts("transaction_ids", transactions) }
    }
}
