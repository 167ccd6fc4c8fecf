/// What an ad shows: its picture, film and words.
public struct CreativeRow: CanonicalRow {
    /// What a creative is.
    public enum Kind: String, Sendable, CaseIterable { case image, video, carousel, text, product, other }

    /// The stream.
    public static let stream = "creatives"
    /// The platform's id.
    public var id: String
    /// The ad account.
    public var accountID: String?
    /// What people call it.
    public var name: String?
    /// What it is.
    public var kind: Kind?
    /// Its headline.
    public var title: String?
    /// Its words.
    public var body: String?
    /// What its button asks for, in the platform's words.
    public var callToAction: String?
    /// Where it leads.
    public var linkURL: String?
    /// Its picture.
    public var imageURL: String?
    /// The platform's id of its film.
    public var videoID: String?
    /// Its state in our words.
    public var status: EntityStatus?
    /// Its state in the platform's words.
    public var rawStatus: String?
    /// When it was last changed.
    public var updatedAt: Instant?
    /// More members, as they came.
    public var attributes: JSONView

    /// A row; what is left out is unknown.
    public init(
        id: String, accountID: String? = nil, name: String? = nil, kind: Kind? = nil, title: String? = nil, body: String? = nil,
        callToAction: String? = nil, linkURL: String? = nil, imageURL: String? = nil, videoID: String? = nil, status: EntityStatus? = nil,
        rawStatus: String? = nil, updatedAt: Instant? = nil, attributes: JSONView = .missing
    ) {
        self.id = id
        self.accountID = accountID
        self.name = name
        self.kind = kind
        self.title = title
        self.body = body
        self.callToAction = callToAction
        self.linkURL = linkURL
        self.imageURL = imageURL
        self.videoID = videoID
        self.status = status
        self.rawStatus = rawStatus
        self.updatedAt = updatedAt
        self.attributes = attributes
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("account_id", accountID)
        row.text("name", name)
        row.text("kind", kind?.rawValue)
        row.text("title", title)
        row.text("body", body)
        row.text("call_to_action", callToAction)
        row.text("link_url", linkURL)
        row.text("image_url", imageURL)
        row.text("video_id", videoID)
        row.text("status", status?.rawValue)
        row.text("raw_status", rawStatus)
        row.instant("updated_at", updatedAt)
        row.raw("attributes", attributes)
    }
}
