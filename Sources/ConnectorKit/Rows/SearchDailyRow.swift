/// How a site stood in the results of a search engine on one day.
public struct SearchDailyRow: CanonicalRow {
    /// The stream.
    public static let stream = "search_daily"
    /// The day in the search engine's zone.
    public var day: Day
    /// The site.
    public var site: String
    /// What was searched: web, image, video, news.
    public var searchType: String?
    /// What people typed.
    public var query: String?
    /// The page of the site.
    public var page: String?
    /// The country, in the platform's code.
    public var country: String?
    /// The kind of device.
    public var device: String?
    /// Clicks.
    public var clicks: Int64?
    /// Times shown.
    public var impressions: Int64?
    /// The place in the results, 1 for the first; a mean.
    public var position: Micros?
    /// Whether the platform will change the figures no more.
    public var isFinal: Bool?

    /// A row; what is left out is unknown.
    public init(
        day: Day, site: String, searchType: String? = nil, query: String? = nil, page: String? = nil, country: String? = nil, device: String? = nil,
        clicks: Int64? = nil, impressions: Int64? = nil, position: Micros? = nil, isFinal: Bool? = nil
    ) {
        self.day = day
        self.site = site
        self.searchType = searchType
        self.query = query
        self.page = page
        self.country = country
        self.device = device
        self.clicks = clicks
        self.impressions = impressions
        self.position = position
        self.isFinal = isFinal
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.day("day", day)
        row.text("site", site)
        row.text("search_type", searchType)
        row.text("query", query)
        row.text("page", page)
        row.text("country", country)
        row.text("device", device)
        row.integer("clicks", clicks)
        row.integer("impressions", impressions)
        row.decimal("position", position)
        row.boolean("is_final", isFinal)
    }
}
