/// A row of a canonical stream: it knows the stream's name and its members.
public protocol CanonicalRow: Sendable {
    /// The stream.
    static var stream: String { get }
    /// Writes the members that are known.
    func write(to row: inout Row)
}

/// The states of campaigns, ad groups, ads, creatives, keywords and messages.
public enum EntityStatus: String, Sendable { case active, paused, ended, removed, draft }

/// What a fact of `ad_daily` belongs to.
public enum AdLevel: String, Sendable {
    case account, campaign
    case adGroup = "ad_group"
    case ad
}

/// How a search must match a keyword.
public enum KeywordMatch: String, Sendable, CaseIterable { case exact, phrase, broad, other }

/// How a message is sent.
public enum MessageChannel: String, Sendable, CaseIterable { case email, sms, push, other }
