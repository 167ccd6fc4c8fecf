package import Postgres
package import Web

/// Files that come in: uploaded once, checked by content, kept in the database so that any worker can read them.
package struct Exchange: Sendable {
    /// The uploads themselves, for what reads them (a sync) or brings them (a manifest).
    package let uploads: Uploads
    private let largest: Int

    /// - Parameter largest: bytes of one upload at most.
    package init(database: Database, largest: Int = 1 << 30) {
        uploads = Uploads(database: database)
        self.largest = largest
    }

    package var endpoints: [Endpoint] { UploadRoutes(uploads: uploads, largest: largest).endpoints }
}

extension Access where Self == Permission {
    /// May bring files in.
    package static var importsWrite: Permission { Permission("imports:write") }
}
