import ConnectorKit

/// Advertisers that could not be read while others could: one that was taken away from the access must not stop the others.
struct Skipping {
    private let total: Int
    private var skipped: [ConnectorFailure] = []

    init(_ accounts: [Advertiser]) { total = accounts.count }

    /// Notes a refusal; throws it where it is of another kind, or where no advertiser is left.
    mutating func note(_ refusal: Refusal, _ account: Advertiser, _ host: Host) throws {
        guard refusal.remedy == .skip, total > 1 else { throw refusal.failure }
        skipped.append(refusal.failure)
        host.log(.warning, "The advertiser \(account.id) is left out: \(refusal.failure.message)")
        if skipped.count == total { throw skipped[0] }
    }
}
