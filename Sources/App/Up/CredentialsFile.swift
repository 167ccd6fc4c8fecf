import Core
import Foundation

extension Credentials {
    /// The file's, or fresh ones where there is no file yet.
    /// - Throws: `UpError.credentialsMissing` when data are there that only the lost file opens.
    static func load(_ layout: Layout) throws(UpError) -> Credentials {
        if let data = FileManager.default.contents(atPath: layout.credentials) {
            guard let json = try? JSON(parsing: [UInt8](data)), let credentials = Credentials(json) else {
                throw .credentialsMissing(layout.credentials)
            }
            return credentials
        }
        guard !Program.isFolder(layout.postgresData) else { throw .credentialsMissing(layout.credentials) }
        let credentials = Credentials.fresh()
        try credentials.save(layout)
        return credentials
    }

    func save(_ layout: Layout) throws(UpError) { try PrivateFile.write(json.encoded() + [0x0A], to: layout.credentials) }

    var json: JSON {
        [
            "postgres": ["admin": .string(postgresAdmin), "app": .string(postgresApp), "platform": .string(postgresPlatform)],
            "redis": .string(redis), "master_key": .string(masterKey), "token_key": .string(tokenKey), "cursor_key": .string(cursorKey),
            "tenants": .array(tenants.map(\.json)),
        ]
    }

    init?(_ json: JSON) {
        guard let postgres = json["postgres"], let admin = postgres["admin"]?.string, let app = postgres["app"]?.string,
            let platform = postgres["platform"]?.string, let redis = json["redis"]?.string, let masterKey = json["master_key"]?.string,
            let tokenKey = json["token_key"]?.string, let cursorKey = json["cursor_key"]?.string, let tenants = json["tenants"]?.array
        else { return nil }
        self.init(
            postgresAdmin: admin, postgresApp: app, postgresPlatform: platform, redis: redis, masterKey: masterKey, tokenKey: tokenKey,
            cursorKey: cursorKey, tenants: tenants.compactMap { DemoTenant($0) })
    }
}
