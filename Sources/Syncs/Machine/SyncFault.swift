package import Core

/// Why a sync or one of its streams failed, or waits: for people, and kept with the sync. Never a secret.
package struct SyncFault: Error, Sendable, Hashable {
    /// Whose matter it is.
    package enum Kind: String, Sendable, CaseIterable {
        /// The tenant must change a setting.
        case config
        /// The connection must be renewed.
        case auth
        /// The platform or the network failed for too long.
        case transient
        /// The platform asked to slow down: said of a sync that waits.
        case rateLimited = "rate_limited"
        /// What the platform allows is used up for now: said of a sync that waits.
        case quota
        /// The platform or the connector answered what the contract does not know.
        case contract
        case permanent
        /// The connector broke its run.
        case plugin = "plugin_fault"
    }

    package let kind: Kind
    package let message: String
    package let detail: String?
    package let stream: String?

    package init(_ kind: Kind, _ message: String, detail: String? = nil, stream: String? = nil) {
        self.kind = kind
        self.message = message
        self.detail = detail
        self.stream = stream
    }

    /// As it is stored: `{"kind", "message", "stream", "detail"}`.
    package var document: JSON {
        [
            "kind": .string(kind.rawValue), "message": .string(Self.plain(message)), "stream": stream.map { .string($0) } ?? .null,
            "detail": detail.map { .string(Self.plain($0)) } ?? .null,
        ]
    }

    func named(_ stream: String) -> SyncFault { SyncFault(kind, message, detail: detail, stream: self.stream ?? stream) }

    /// PostgreSQL takes no U+0000, and control characters belong into no message.
    static func plain(_ text: String) -> String { String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 })) }
}
