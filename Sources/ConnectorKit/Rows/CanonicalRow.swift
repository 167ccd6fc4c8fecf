/// A row of a canonical stream: it knows the stream's name and its members.
public protocol CanonicalRow: Sendable {
    /// The stream.
    static var stream: String { get }
    /// Writes the members that are known.
    func write(to row: inout Row)
}

/// The states of campaigns, ad groups and ads.
public enum EntityStatus: String, Sendable { case active, paused, ended, removed, draft }

/// What a fact of `ad_daily` belongs to.
public enum AdLevel: String, Sendable {
    case account, campaign
    case adGroup = "ad_group"
    case ad
}
