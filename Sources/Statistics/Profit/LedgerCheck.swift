/// What must hold of a ledger before anything is summed.
extension ProfitLedger {
    /// Refuses columns of unequal length, codes without a name, and more than one currency.
    func check() throws {
        try checkLengths()
        for (dimension, column) in lines.codes { try checkCodes(column, dimension, "order lines") }
        for cost in costs {
            for (dimension, column) in cost.codes { try checkCodes(column, dimension, "\(cost.component) costs") }
        }
        try checkCurrencies()
    }

    private func checkLengths() throws {
        for component in ProfitComponent.allCases {
            let length = lines.column(component).count
            if component != .adSpend, component != .gross, length != 0, length != lines.count { throw unequal("\(component)", length, lines.count) }
        }
        for (dimension, column) in lines.codes where column.count != lines.count { throw unequal(dimension.rawValue, column.count, lines.count) }
        if let currency = lines.currency, currency.count != lines.count { throw unequal("currency", currency.count, lines.count) }
        for cost in costs {
            let count = cost.amounts.count
            for (dimension, column) in cost.codes where column.count != count { throw unequal(dimension.rawValue, column.count, count) }
            if let currency = cost.currency, currency.count != count { throw unequal("currency", currency.count, count) }
        }
    }

    private func unequal(_ name: String, _ count: Int, _ expected: Int) -> Refusal {
        Refusal(
            code: "unequal_columns", sentence: "The column \(name) has \(count) rows where the amounts have \(expected).",
            advice: "Give every column one value per row, or leave the column out.")
    }

    private func checkCodes(_ column: ProfitCodes, _ dimension: ProfitDimension, _ place: String) throws {
        let limit = UInt32(clamping: names[dimension]?.count ?? 0)
        // `none` becomes 0 by the wrapping addition, so that one comparison serves both.
        var isBad = false
        for code in column { isBad = isBad || code &+ 1 > limit }
        guard isBad else { return }
        throw Refusal(
            code: "unknown_code", sentence: "The \(place) use a \(dimension.rawValue) code beyond the \(limit) names given.",
            advice: "Add the missing names, or code unknown values as ProfitLedger.none.")
    }

    private func checkCurrencies() throws {
        try checkCurrencyCodes()
        let used = usedCurrencies()
        guard used.count < 2 else {
            let list = used.map { currencies[Int($0)] }.joined(separator: ", ")
            throw Refusal(
                code: "several_currencies", sentence: "The ledger holds amounts in \(list), which cannot be summed.",
                advice: "Convert them first, or ask for one matrix per currency.")
        }
    }

    /// Refuses amounts without a known currency.
    func checkCurrencyCodes() throws {
        let columns = [lines.currency].compactMap { $0 } + costs.compactMap { $0.currency }
        guard !currencies.isEmpty, columns.allSatisfy({ $0.allSatisfy { Int($0) < currencies.count } }) else {
            throw Refusal(
                code: "unknown_currency", sentence: "An amount has a currency code beyond the \(currencies.count) currencies given.",
                advice: "Name every currency; an amount without one cannot be summed.")
        }
    }
}
