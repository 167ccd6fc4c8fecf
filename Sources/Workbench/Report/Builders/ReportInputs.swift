package import Statistics

/// Everything that is known of a customer base; what was not asked for stays empty.
package struct CustomerValueResult: Sendable {
    /// A sampled posterior on the models' natural scale or in logarithms, with its diagnosis.
    package struct Sample: Sendable {
        package var names: [String]
        package var draws: Draws
        package var diagnosis: Diagnosis

        package init(names: [String], draws: Draws, diagnosis: Diagnosis) {
            self.names = names
            self.draws = draws
            self.diagnosis = diagnosis
        }
    }

    package var model: BGNBD
    package var spendModel: GammaGamma?
    /// Nil where the parameters were given.
    package var purchases: BGNBDFit?
    package var spend: GammaGammaFit?
    /// Of the data fitted, to hold the model against it.
    package var rows: RepeatRows?
    package var tally: CustomerTally?
    package var cohorts: PurchaseCohorts?
    /// Name of a cohort's period, by its number, such as `2026-03`.
    package var periodNames: [Int: String] = [:]
    package var periodName = "month"
    package var samples: [Sample] = []
    /// How the lifetime value was counted.
    package var lifetime: LifetimeConvention?
    /// The data's unit of time: `week` or `day`.
    package var timeUnit = "week"

    package init(purchases: BGNBDFit, spend: GammaGammaFit? = nil) {
        self.init(model: purchases.model, spend: spend?.model)
        self.purchases = purchases
        self.spend = spend
    }

    package init(model: BGNBD, spend: GammaGamma? = nil) {
        self.model = model
        spendModel = spend
    }
}

/// A series, and its forecast.
package struct ForecastCase: Sendable {
    package var name: String
    /// The history; not a number where there is a gap.
    package var values: [Double]
    /// Days since 1970-01-01 of the history; nil for mere numbers of steps.
    package var days: [Int]?
    package var forecast: Forecast

    package init(_ name: String, values: [Double], days: [Int]? = nil, forecast: Forecast) {
        self.name = name
        self.values = values
        self.days = days
        self.forecast = forecast
    }
}

/// A series, and what was found in it.
package struct AnomalyCase: Sendable {
    package var name: String
    package var values: [Double]
    /// Days since 1970-01-01; nil for mere numbers of steps.
    package var days: [Int]?
    /// One per value.
    package var points: [AnomalyPoint]

    package init(_ name: String, values: [Double], days: [Int]? = nil, points: [AnomalyPoint]) {
        self.name = name
        self.values = values
        self.days = days
        self.points = points
    }
}
