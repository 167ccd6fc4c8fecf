/// Refusals that concern the columns themselves, whatever the model.
extension MixData {
    func checkColumns() throws {
        guard !channels.isEmpty else {
            throw Refusal(code: "no_channels", sentence: "There is no channel with spend.", advice: "Give at least one column of spend.")
        }
        try checkNames()
        try checkLengths()
        try checkWeeks()
        try checkNumbers()
    }

    private func checkNames() throws {
        var seen: Set<String> = []
        for name in (channels + controls).map(\.name) where !seen.insert(name).inserted {
            throw Refusal(
                code: "double_name", sentence: "Two columns are called \(name).", advice: "Give every channel and control a name of its own.")
        }
    }

    private func checkLengths() throws {
        for (name, count) in [("dates", days.count)] + (channels + controls).map({ ($0.name, $0.values.count) }) where count != weeks {
            throw Refusal(
                code: "mixed_lengths", sentence: "The column \(name) has \(count) weeks and the outcome has \(weeks).",
                advice: "Give every column a value for every week.")
        }
    }

    private func checkWeeks() throws {
        for week in days.indices.dropFirst() where days[week] - days[week - 1] != 7 {
            let step = days[week] - days[week - 1]
            throw Refusal(
                code: "gap_in_weeks", sentence: "Week \(week + 1) begins \(step) days after the one before it; weeks must be 7 days apart.",
                advice: "Fill missing weeks (with 0 where nothing was spent) and sort the rows by date.")
        }
    }

    private func checkNumbers() throws {
        for series in [Series("outcome", target)] + channels + controls {
            if let week = series.values.firstIndex(where: { !$0.isFinite }) {
                throw Refusal(
                    code: "not_a_number", sentence: "The column \(series.name) has no number in week \(week + 1).",
                    advice: "Fill the value in, or leave the weeks before it out.")
            }
        }
        for series in channels {
            if let week = series.values.firstIndex(where: { $0 < 0 }) {
                throw Refusal(
                    code: "negative_spend",
                    sentence: "The channel \(series.name) has a negative spend of \(series.values[week]) in week \(week + 1).",
                    advice: "Book refunds of a platform in the week they belong to, so that no week falls below 0.")
            }
        }
        if target.allSatisfy({ $0 == target.first }) {
            throw Refusal(
                code: "constant_outcome", sentence: "The outcome is the same in every week.", advice: "Check which column holds the outcome.")
        }
        if target.reduce(0, +) <= 0 {
            throw Refusal(
                code: "outcome_not_positive", sentence: "The outcome does not sum to a positive amount.", advice: "Check the sign of the outcome.")
        }
    }
}
