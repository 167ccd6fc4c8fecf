/// A sending: a campaign, or a message of a flow.
public struct MessageRow: CanonicalRow {
    /// What a message belongs to.
    public enum Kind: String, Sendable, CaseIterable { case campaign, flow, other }

    /// The stream.
    public static let stream = "messages"
    /// The platform's id.
    public var id: String
    /// What it belongs to.
    public var kind: Kind
    /// How it is sent.
    public var channel: MessageChannel?
    /// What people call it.
    public var name: String?
    /// Its subject line.
    public var subject: String?
    /// Its state in our words.
    public var status: EntityStatus?
    /// Its state in the platform's words.
    public var rawStatus: String?
    /// The flow.
    public var flowID: String?
    /// When it was sent; of a flow the first time.
    public var sentAt: Instant?
    /// When it was made.
    public var createdAt: Instant?
    /// When it was last changed.
    public var updatedAt: Instant?
    /// More members, as they came.
    public var attributes: JSONView

    /// A row; what is left out is unknown.
    public init(
        id: String, kind: Kind, channel: MessageChannel? = nil, name: String? = nil, subject: String? = nil, status: EntityStatus? = nil,
        rawStatus: String? = nil, flowID: String? = nil, sentAt: Instant? = nil, createdAt: Instant? = nil, updatedAt: Instant? = nil,
        attributes: JSONView = .missing
    ) {
        self.id = id
        self.kind = kind
        self.channel = channel
        self.name = name
        self.subject = subject
        self.status = status
        self.rawStatus = rawStatus
        self.flowID = flowID
        self.sentAt = sentAt
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.attributes = attributes
    }

    /// Writes the members that are known.
    public func write(to row: inout Row) {
        row.text("id", id)
        row.text("kind", kind.rawValue)
        row.text("channel", channel?.rawValue)
        row.text("name", name)
        row.text("subject", subject)
        row.text("status", status?.rawValue)
        row.text("raw_status", rawStatus)
        row.text("flow_id", flowID)
        row.instant("sent_at", sentAt)
        row.instant("created_at", createdAt)
        row.instant("updated_at", updatedAt)
        row.raw("attributes", attributes)
    }
}
