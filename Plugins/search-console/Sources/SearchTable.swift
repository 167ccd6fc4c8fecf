import ConnectorKit

/// A stream of figures.
enum SearchTable: String {
    /// Split as the settings say.
    case daily = "search_daily"
    /// Everything of a day: Google hides rare queries only where it splits.
    case totals = "search_console_totals"

    /// Days of one query.
    func windowDays(_ settings: Settings) -> Int { self == .daily ? settings.windowDays : 30 }

    func grain(_ searchType: String, _ settings: Settings) -> Grain {
        Grain(searchType: searchType, dimensions: self == .daily ? settings.dimensions : [])
    }
}

/// What a query groups by, and how Google sums it up.
struct Grain: Equatable {
    let searchType: String
    /// `date` first; the order of an answer's keys.
    let dimensions: [String]
    let aggregation: String

    /// What a kind of search does not have is left out: Discover and Google News know no queries, Discover no devices.
    init(searchType: String, dimensions: [String]) {
        let isFeed = searchType == "discover" || searchType == "googleNews"
        let missing = searchType == "discover" ? ["query", "device"] : searchType == "googleNews" ? ["query"] : []
        self.searchType = searchType
        self.dimensions = ["date"] + dimensions.filter { !missing.contains($0) }
        // Whatever is grouped by page can not be summed up by property.
        aggregation = isFeed || dimensions.contains("page") ? "auto" : "byProperty"
    }

    private init(_ grain: Grain, aggregation: String) {
        searchType = grain.searchType
        dimensions = grain.dimensions
        self.aggregation = aggregation
    }

    /// The same with the sum that every site allows.
    var automatic: Grain { Grain(self, aggregation: "auto") }

    /// Facts of another definition have other keys, so a cursor belongs to one.
    var definition: String { dimensions.joined(separator: ",") }
}
