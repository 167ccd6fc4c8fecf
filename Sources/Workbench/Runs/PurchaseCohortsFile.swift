import Core
import Statistics

extension CustomerSource {
    /// Retention by the month of the first purchase; nil for a summary, which holds no purchases.
    func cohorts() throws -> PurchaseCohorts? {
        guard let until else { return nil }
        let reader = try CSVReader(path: input.path)
        let places = try LogPlaces(reader, input.columns)
        guard streams else {
            var log = PurchaseLog(until: until.number, unit: input.unit.grid)
            try reader.forEach { row in
                let purchase = try places.purchase(row)
                try log.add(customer: purchase.customer, day: purchase.day.number, value: purchase.value)
            }
            return log.cohorts { SeriesStep.month.number(Day(number: $0)) }
        }
        var cohorts = PurchaseCohorts()
        var current: (name: String, purchases: [(period: Int, value: Double)]) = ("", [])
        try reader.forEach { row in
            let purchase = try places.purchase(row)
            if purchase.customer != current.name {
                cohorts.add(current.purchases)
                current = (purchase.customer, [])
            }
            if purchase.day <= until { current.purchases.append((SeriesStep.month.number(purchase.day), purchase.value)) }
        }
        cohorts.add(current.purchases)
        return cohorts
    }
}

extension PurchaseCohorts {
    /// `2026-03` for each cohort's month.
    var monthNames: [Int: String] {
        Dictionary(
            uniqueKeysWithValues: cohorts.map { cohort in
                (cohort.period, String("\(Day(year: cohort.period / 12, month: cohort.period % 12 + 1, day: 1) ?? Day(number: 0))".prefix(7)))
            })
    }
}
